"""What the pictures of bench/gallery.toml are measured by: each module measures one thing."""
