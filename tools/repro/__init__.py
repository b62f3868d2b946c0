"""Runs the guides' reproductions and records what happened, with the standard library only."""
