"""Made-up contexts for the style guide and the template tests. No figure here is anybody's."""
