namespace CoretimeDesk.Substrate.Tests.Metadata;

/// <summary>What the format can say and no recorded runtime says.</summary>
public sealed class MetadataThatNoChainHas
{
    private static readonly Deprecation WithoutNote = new(null, null);
    private static readonly Deprecation WithNote = new("use the other one", null);
    private static readonly Deprecation WithVersion = new("use the other one", "1.2.3");

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    public void Has_custom_values(int version)
    {
        var blob = new MetadataBlob();
        blob.Custom.Add(("answer", blob.U32, [42, 0, 0, 0]));
        blob.Custom.Add(("nothing", blob.Unit, []));
        var runtime = blob.Runtime(version);
        Assert.Equal(["answer", "nothing"], runtime.Metadata.Custom.Keys.Order());
        var answer = runtime.Metadata.Custom["answer"];
        Assert.Equal(42u, runtime.Decode(answer.Type, answer.Value).AsUInt32());
        Assert.Equal(ScaleKind.Unit, runtime.Decode(runtime.Metadata.Custom["nothing"].Type, runtime.Metadata.Custom["nothing"].Value).Kind);
    }

    [Fact]
    public void Deprecates_everything_that_can_be()
    {
        var pallet = Everything(out var blob).Metadata.Pallet("Old")!;
        Assert.Equal(WithoutNote, pallet.Deprecation);
        Assert.Equal(WithVersion, Assert.Single(pallet.Constants).Deprecation);
        Assert.Equal(WithNote, Assert.Single(pallet.Storage).Deprecation);
        Assert.Equal(WithVersion, Assert.Single(pallet.ViewFunctions).Deprecation);
        Assert.Equal([(7, WithoutNote), (9, WithVersion)], pallet.Calls!.Deprecated.Select(d => ((int)d.Key, d.Value)).Order());
        Assert.Equal(WithNote, pallet.Events!.Deprecated[0]);
        Assert.Equal(WithoutNote, pallet.Errors!.Deprecated[255]);
        var api = Assert.Single(blob.Runtime().Metadata.Apis);
        Assert.Equal((WithoutNote, 7u), (api.Deprecation, api.ApiVersion));
        Assert.Equal([WithVersion, null], api.Methods.Select(m => m.Deprecation));
    }

    [Fact]
    public void Keeps_documentation_line_by_line()
    {
        var runtime = Everything(out _);
        var pallet = runtime.Metadata.Pallet("Old")!;
        Assert.Equal(["Of the pallet.", "", " Third line, with a blank in front. é"], pallet.Docs.Lines);
        Assert.Equal("Of the pallet.\n\n Third line, with a blank in front. é", pallet.Docs.ToString());
        Assert.Equal("Of the constant.", Assert.Single(pallet.Constants).Docs.ToString());
        Assert.Equal("Of the entry.", Assert.Single(pallet.Storage).Docs.ToString());
        Assert.Equal("Of the view.", Assert.Single(pallet.ViewFunctions).Docs.ToString());
        Assert.Equal("Of the type.", Assert.Single(pallet.AssociatedTypes).Docs.ToString());
        Assert.Equal("Of the call.", Variant(runtime, pallet.Calls!, runtime.Extrinsics.DecodeCall(new byte[] { 3, 7 }).Index).Docs.ToString());
        var api = Assert.Single(runtime.Metadata.Apis);
        Assert.Equal(("Of the API.", "Of the method."), (api.Docs.ToString(), api.Methods[0].Docs.ToString()));
        Assert.Empty(api.Methods[1].Docs.Lines);
        Assert.Empty(default(Docs).Lines);
    }

    [Fact]
    public void Has_a_view_function_with_its_id()
    {
        var view = Assert.Single(Everything(out _).Metadata.Pallet("Old")!.ViewFunctions);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => (byte)i), view.Id.ToArray());
        Assert.Equal(["who", "when"], view.Inputs.Select(i => i.Name));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "5")]
    [InlineData(2, null)]
    public void Answers_for_what_was_never_written_by_the_modifier(byte modifier, string? expected)
    {
        var blob = new MetadataBlob();
        blob.Pallets.Add(new("Store", 1) { Prefix = "Elsewhere", Storage = [new("Entry", blob.U32) { Modifier = modifier, Default = [5, 0, 0, 0] }] });
        foreach (var version in (int[])[14, 15, 16])
        {
            var item = blob.Runtime(version).Storage("Store", "Entry");
            Assert.Equal((StorageModifier)modifier, item.Entry.Modifier);
            Assert.Equal(expected, item.DecodeOrDefault(null)?.ToJson());
            Assert.Equal("6", item.DecodeOrDefault(new byte[] { 6, 0, 0, 0 })?.ToJson());
        }
    }

    [Fact]
    public void Has_extrinsics_of_format_5_with_a_version_of_the_extensions()
    {
        var runtime = Transactions();
        var general = ExtrinsicCodec.WithLength([0b0100_0101, 1, 7, 9, 0, 0, 0, 3, 7]);
        var extrinsic = runtime.Extrinsics.Decode(general);
        Assert.Equal((ExtrinsicKind.General, (byte)5, (byte?)1), (extrinsic.Kind, extrinsic.Version, extrinsic.ExtensionVersion));
        Assert.Equal([("CheckNonce", "7"), ("Later", "9")], extrinsic.Extensions.Select(e => (e.Name, e.Value.ToJson())));
        Assert.Equal(7ul, extrinsic.Nonce);
        Assert.True(extrinsic.Call.Is("Old", "call"));
        Assert.Null(extrinsic.Signer);

        var first = runtime.Extrinsics.Decode(ExtrinsicCodec.WithLength([0b0100_0101, 0, 8, 3, 7]));
        Assert.Equal([("CheckNonce", "8")], first.Extensions.Select(e => (e.Name, e.Value.ToJson())));

        var unknown = Assert.Throws<ScaleException>(() => runtime.Extrinsics.Decode(ExtrinsicCodec.WithLength([0b0100_0101, 2, 8, 3, 7])));
        Assert.Equal((ScaleFault.UnknownTag, 2), (unknown.Fault, unknown.Offset));
    }

    [Fact]
    public void Signs_with_version_0_of_the_extensions()
    {
        var runtime = Transactions();
        var payload = runtime.Extrinsics.Payload([3, 7], new(default, 1, 1, Nonce: 5));
        Assert.Equal([3, 7, 5], payload.Whole);
        var extrinsic = runtime.Extrinsics.Decode(payload.Assemble(default, new byte[64]));
        Assert.Equal([("CheckNonce", "5")], extrinsic.Extensions.Select(e => (e.Name, e.Value.ToJson())));
        Assert.DoesNotContain("Later", payload.ToWalletJson(default), StringComparison.Ordinal);
        Assert.Equal("0x0c040307", Hex.Encode(runtime.Extrinsics.AssembleBare([3, 7])));
    }

    [Fact]
    public void Refuses_to_sign_where_format_4_is_not_taken()
    {
        var blob = new MetadataBlob { ExtrinsicVersions = [5] };
        var runtime = blob.Runtime();
        Assert.Throws<ScaleEncodeException>(() => runtime.Extrinsics.Payload([0], new(default, 1, 1, 0)));
        Assert.Equal("0x080500", Hex.Encode(runtime.Extrinsics.AssembleBare([0])));
    }

    private static Runtime Transactions()
    {
        Everything(out var blob);
        blob.Extensions.Add(new("CheckNonce", blob.U8, blob.Unit));
        blob.Extensions.Add(new("Later", blob.U32, blob.Unit));
        blob.ExtensionVersions.AddRange([(0, [0]), (1, [0, 1])]);
        return blob.Runtime();
    }

    private static Runtime Everything(out MetadataBlob blob)
    {
        blob = new();
        var calls = blob.Enum("Call", new("call", 7) { Docs = ["Of the call."] }, new("other", 9));
        blob.Pallets.Add(new("Old", 3)
        {
            Prefix = "Old",
            Storage = [new("Entry", blob.U32) { Docs = ["Of the entry."], Deprecation = WithNote }],
            Calls = new(calls) { Deprecated = [(9, WithVersion), (7, WithoutNote)] },
            Events = new(blob.Enum("Event", new VariantSpec("Happened", 0))) { Deprecated = [(0, WithNote)] },
            Errors = new(blob.Enum("Error", new VariantSpec("Wrong", 255))) { Deprecated = [(255, WithoutNote)] },
            Constants = [new("Constant", blob.U8, [1]) { Docs = ["Of the constant."], Deprecation = WithVersion }],
            AssociatedTypes = [("Currency", blob.U32, ["Of the type."])],
            Views = [new([.. Enumerable.Range(0, 32).Select(i => (byte)i)], "view", [("who", blob.Account), ("when", blob.U32)], blob.U8) { Docs = ["Of the view."], Deprecation = WithVersion }],
            Docs = ["Of the pallet.", "", " Third line, with a blank in front. é"],
            Deprecation = WithoutNote,
        });
        blob.Apis.Add(new("Api", [new("old", [("a", blob.U8)], blob.U32) { Docs = ["Of the method."], Deprecation = WithVersion }, new("new", [], blob.U8)]) { Docs = ["Of the API."], Version = 7, Deprecation = WithoutNote });
        return blob.Runtime();
    }

    private static VariantDefinition Variant(Runtime runtime, PalletEnum of, byte index) =>
        ((TypeDefinition.Variant)runtime.Metadata.Types[of.Type].Definition).Variants.Single(v => v.Index == index);
}
