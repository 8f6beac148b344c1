"""The public door. It reads published snapshots and can reach nothing else."""

from flask import Blueprint

dashboard = Blueprint("dashboard", __name__)
