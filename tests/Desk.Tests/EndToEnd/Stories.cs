namespace CoretimeDesk.Desk.Tests.EndToEnd;

/// <summary>
/// Stories need a whole desk and a chain each, and kill what they need: told at once they would starve each other of two cores, and parts that were killed would start too late.
/// </summary>
[CollectionDefinition(nameof(Stories), DisableParallelization = true)]
public sealed class Stories;
