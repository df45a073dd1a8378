"""Reusable widgets that know no business."""
