using System.Text.Json;
using CoretimeDesk.Substrate.Tests.Metadata;

namespace CoretimeDesk.Substrate.Tests.Extrinsics;

/// <summary>A chain may add extensions of its own. Guessing what they want would make transactions that mean something else.</summary>
public sealed class ExtensionsThatNobodyKnows
{
    private static readonly JsonElement Seven = JsonSerializer.SerializeToElement(7);

    [Fact]
    public void Are_refused_by_name_when_they_have_content()
    {
        var blob = new MetadataBlob();
        blob.Extensions.Add(new("Harmless", blob.Unit, blob.Unit));
        blob.Extensions.Add(new("ChargeMystery", blob.U32, blob.Unit));
        var e = Assert.Throws<ScaleEncodeException>(() => blob.Runtime().Extrinsics.Payload([0], new(default, 1, 1, 0)));
        Assert.Contains("'ChargeMystery'", e.Message, StringComparison.Ordinal);
        Assert.Contains("u32", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_refused_by_name_when_they_sign_along_what_is_not_known()
    {
        var blob = new MetadataBlob();
        blob.Extensions.Add(new("CheckMystery", blob.Unit, blob.Hash));
        var e = Assert.Throws<ScaleEncodeException>(() => blob.Runtime().Extrinsics.Payload([0], new(default, 1, 1, 0)));
        Assert.Contains("'CheckMystery'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_fine_without_content_or_as_none()
    {
        var blob = new MetadataBlob();
        blob.Extensions.Add(new("Empty", blob.Struct("Empty"), blob.Unit));
        blob.Extensions.Add(new("Optional", blob.Option(blob.U32), blob.Option(blob.Hash)));
        Assert.Equal([9, 0, 0], blob.Runtime().Extrinsics.Payload([9], new(default, 1, 1, 0)).Whole);
    }

    [Fact]
    public void Take_what_is_given_for_them_and_name_themselves_when_it_does_not_fit()
    {
        var blob = new MetadataBlob();
        blob.Extensions.Add(new("ChargeMystery", blob.U32, blob.U8));
        var runtime = blob.Runtime();
        var given = new SigningContext(default, 1, 1, 0) { Extensions = new Dictionary<string, ExtensionValue> { ["ChargeMystery"] = new(Seven, Seven) } };
        Assert.Equal([9, 7, 0, 0, 0, 7], runtime.Extrinsics.Payload([9], given).Whole);
        var wrong = given with { Extensions = new Dictionary<string, ExtensionValue> { ["ChargeMystery"] = new(Seven, JsonSerializer.SerializeToElement(256)) } };
        var e = Assert.Throws<ScaleEncodeException>(() => runtime.Extrinsics.Payload([9], wrong));
        Assert.StartsWith("ChargeMystery", e.Message, StringComparison.Ordinal);
    }
}
