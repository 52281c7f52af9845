"""The web page, and the documentation of the API; nothing of either comes from elsewhere."""

from importlib import resources

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from serve.service import STATIC

router = APIRouter(include_in_schema=False)


@router.get("/")
async def page() -> FileResponse:
    """The page."""
    return FileResponse(STATIC / "index.html")


@router.get("/docs")
async def docs() -> FileResponse:
    """Swagger UI around ``/openapi.json``."""
    return FileResponse(STATIC / "docs.html")


def mount_files(app: FastAPI) -> None:
    """Serves the page's files, and Swagger UI's from the package that carries them."""
    swagger = resources.files("fastapi_offline") / "static"
    app.mount("/static/swagger", StaticFiles(directory=str(swagger)))
    app.mount("/static", StaticFiles(directory=STATIC))
