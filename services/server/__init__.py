"""The central ticket API, by feature: each folder has endpoints, service and repository."""
