"""Sensors as a channel: alarms by MQTT become tickets for the inspector of their grid."""
