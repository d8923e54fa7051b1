"""How a hole in a picture is filled from what is around it."""
