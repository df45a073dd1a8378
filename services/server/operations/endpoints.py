"""Routes for whoever runs the server."""

from fastapi import APIRouter

from services.server.feature import Feature

router = APIRouter(tags=["operations"])
FEATURE = Feature(router)
