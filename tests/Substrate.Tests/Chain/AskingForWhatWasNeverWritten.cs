namespace CoretimeDesk.Substrate.Tests.Chain;

public sealed class AskingForWhatWasNeverWritten
{
    private static readonly Runtime Runtime = ChainFixture.RuntimeOf("metadata/paseo-coretime-2000006.v14.scale.gz");

    // A null array would otherwise become empty bytes on its way into a span of memory.
    private static byte[]? Answer => null;

    [Fact]
    public void An_entry_with_a_default_has_that() => Assert.Equal(UInt128.Zero, Runtime.Storage("System", "Account").DecodeOrDefault(Answer)!.Value["data"]["free"].AsUInt128());

    [Fact]
    public void An_optional_entry_has_nothing() => Assert.Null(Runtime.Storage("Broker", "SaleInfo").DecodeOrDefault(Answer));
}
