"""Changes a scene as an instruction says, so that a picture that was drawn is drawn again with nothing else changed."""
