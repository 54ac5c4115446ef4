namespace CoretimeDesk.ChainLab.Tests;

/// <summary>A lab in a sale, without the relay chain.</summary>
public sealed class BulkLab() : LabFixture(new() { Relay = false });

/// <summary>The tests that share it take turns: each moves the chain's head, clock and finality.</summary>
[CollectionDefinition(nameof(OnBulkLab))]
public sealed class OnBulkLab : ICollectionFixture<BulkLab>;
