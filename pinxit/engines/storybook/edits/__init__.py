"""What storybook does with pictures that it is given."""
