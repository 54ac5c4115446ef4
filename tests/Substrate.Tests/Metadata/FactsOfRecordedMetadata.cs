using CoretimeDesk.Substrate.Tests.Chain;

namespace CoretimeDesk.Substrate.Tests.Metadata;

/// <summary>Counted with two decoders that share no code with this one or with each other; both gave the same, and the same bytes back.</summary>
public sealed class FactsOfRecordedMetadata
{
    private static readonly string[] Files =
    [
        "polkadot-coretime.v16", "polkadot-relay.v16", "kusama-coretime.v16", "kusama-relay.v16",
        "paseo-coretime-2000006.v14", "paseo-coretime-2000006.v15", "paseo-coretime-2000006.v16", "paseo-coretime-1003000.v14",
        "paseo-relay-2003001.v14", "paseo-relay-2003001.v15", "paseo-relay-2003001.v16",
    ];

    public static TheoryData<string> All => [.. Files];

    [Theory]
    //          file                         bytes  types pallets apis assoc views deprecated
    [InlineData("polkadot-coretime.v16", 204215, 520, 20, 21, 24, 2, 3)]
    [InlineData("polkadot-relay.v16", 459177, 1041, 60, 24, 43, 4, 8)]
    [InlineData("kusama-coretime.v16", 204114, 519, 20, 21, 24, 2, 3)]
    [InlineData("kusama-relay.v16", 500358, 1120, 64, 24, 47, 4, 8)]
    [InlineData("paseo-coretime-2000006.v14", 182121, 451, 21, 0, 0, 0, 0)]
    [InlineData("paseo-coretime-2000006.v15", 198051, 514, 21, 21, 0, 0, 0)]
    [InlineData("paseo-coretime-2000006.v16", 200760, 514, 21, 21, 25, 2, 3)]
    [InlineData("paseo-coretime-1003000.v14", 161802, 397, 19, 0, 0, 0, 0)]
    [InlineData("paseo-relay-2003001.v14", 422519, 930, 63, 0, 0, 0, 0)]
    [InlineData("paseo-relay-2003001.v15", 458658, 1055, 63, 24, 0, 0, 0)]
    [InlineData("paseo-relay-2003001.v16", 465519, 1056, 63, 24, 44, 4, 8)]
    public void Are_found_in_full(string file, int bytes, int types, int pallets, int apis, int associated, int views, int deprecated)
    {
        Assert.Equal(bytes, ChainFixture.MetadataBytes(Path(file)).Length);
        var metadata = ChainFixture.RuntimeOf(Path(file)).Metadata;
        Assert.Equal(
            (types, pallets, apis, associated, views, deprecated),
            (metadata.Types.Count, metadata.Pallets.Count, metadata.Apis.Count, metadata.Pallets.Sum(p => p.AssociatedTypes.Count), metadata.Pallets.Sum(p => p.ViewFunctions.Count), Deprecations(metadata).Count()));
        Assert.Equal(int.Parse(file[^2..]), metadata.Version);
        Assert.Empty(metadata.Custom);
        Assert.Equal(metadata.Version == 16 ? [4, 5] : [4], metadata.Extrinsic.Versions);
        var only = Assert.Single(metadata.Extrinsic.ExtensionsByVersion);
        Assert.Equal(0, only.Key);
        Assert.Equal(Enumerable.Range(0, metadata.Extrinsic.Extensions.Count), only.Value);
    }

    [Theory]
    [InlineData("polkadot-relay.v16")]
    [InlineData("paseo-relay-2003001.v16")]
    public void Name_what_is_deprecated_and_why(string file)
    {
        var metadata = ChainFixture.RuntimeOf(Path(file)).Metadata;
        var xcm = metadata.Pallet("XcmPallet")!;
        Assert.Equal<byte>([1, 2], xcm.Calls!.Deprecated.Keys.Order());
        Assert.Equal([24], xcm.Errors!.Deprecated.Keys.Select(k => (int)k));
        Assert.Equal<byte>([3, 4], metadata.Pallet("Treasury")!.Calls!.Deprecated.Keys.Order());
        Assert.Equal<byte>([0, 1], metadata.Pallet("OnDemand")!.Calls!.Deprecated.Keys.Order());
        var entry = Assert.Single(metadata.Pallets.SelectMany(p => p.Storage), s => s.Deprecation is not null);
        Assert.Equal("StatusFor", entry.Name);
        Assert.All(Deprecations(metadata), d => Assert.False(string.IsNullOrEmpty(d.Note)));
        Assert.Contains(Deprecations(metadata), d => d.Since == "20.0.0");
        Assert.Contains(Deprecations(metadata), d => d.Since is null);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Refer_to_types_that_exist_and_to_hashers_that_keep_the_key(string file)
    {
        var metadata = ChainFixture.RuntimeOf(Path(file)).Metadata;
        for (var i = 0; i < metadata.Types.Count; i++)
        {
            Assert.Equal(i, metadata.Types[i].Id);
            Assert.NotEqual("", metadata.Types.Describe(i) + metadata.Types[i].Name);
        }

        var entries = metadata.Pallets.SelectMany(p => p.Storage).ToList();
        Assert.Equal(
            [StorageHasher.Blake2_128Concat, StorageHasher.Twox64Concat, StorageHasher.Identity],
            entries.SelectMany(e => e.Hashers).Distinct().Order());
        Assert.DoesNotContain(entries, e => e.Modifier == StorageModifier.Required);
        Assert.All(entries, e => Assert.NotNull(metadata.Types[e.Value]));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void State_constants_and_defaults_that_are_values_of_their_types(string file)
    {
        var runtime = ChainFixture.RuntimeOf(Path(file));
        var decoded = 0;
        foreach (var pallet in runtime.Metadata.Pallets)
        {
            foreach (var constant in pallet.Constants)
            {
                Assert.True(runtime.Constant(pallet.Name, constant.Name).Encode().AsSpan().SequenceEqual(constant.Value.Span), $"{pallet.Name}.{constant.Name}");
                decoded++;
            }

            foreach (var entry in pallet.Storage.Where(e => e.Modifier == StorageModifier.Default))
            {
                var item = runtime.Storage(pallet.Name, entry.Name);
                Assert.True(item.DecodeOrDefault(null)!.Value.Encode().AsSpan().SequenceEqual(entry.Default.Span), $"{item}");
                decoded++;
            }
        }

        Assert.True(decoded > 100, $"{decoded} values");
    }

    [Theory]
    [InlineData("paseo-coretime-2000006")]
    [InlineData("paseo-relay-2003001")]
    public void Keep_the_same_documentation_in_every_version(string chain)
    {
        var (v14, v15, v16) = (Docs(chain + ".v14"), Docs(chain + ".v15"), Docs(chain + ".v16"));
        Assert.True(v14.Count > 1_000);
        Assert.Equal(v14, v15);
        Assert.Equal(v14, v16);
        Assert.Contains(v14, d => d.Contains("Purchase", StringComparison.OrdinalIgnoreCase));
    }

    private static List<string> Docs(string file)
    {
        var metadata = ChainFixture.RuntimeOf(Path(file)).Metadata;
        return
        [
            .. metadata.Pallets.SelectMany(p => p.Storage.Select(s => s.Docs).Concat(p.Constants.Select(c => c.Docs)).Concat(Variants(metadata, p)))
                .SelectMany(d => d.Lines),
        ];
    }

    private static IEnumerable<Docs> Variants(RuntimeMetadata metadata, PalletMetadata pallet) =>
        ((PalletEnum?[])[pallet.Calls, pallet.Events, pallet.Errors]).OfType<PalletEnum>()
            .SelectMany(e => ((TypeDefinition.Variant)metadata.Types[e.Type].Definition).Variants).Select(v => v.Docs);

    private static IEnumerable<Deprecation> Deprecations(RuntimeMetadata metadata) =>
        metadata.Pallets.SelectMany(p => ((Deprecation?[])[p.Deprecation])
                .Concat(p.Storage.Select(s => s.Deprecation)).Concat(p.Constants.Select(c => c.Deprecation)).Concat(p.ViewFunctions.Select(v => v.Deprecation))
                .Concat(((PalletEnum?[])[p.Calls, p.Events, p.Errors]).OfType<PalletEnum>().SelectMany(e => e.Deprecated.Values)))
            .Concat(metadata.Apis.SelectMany(a => a.Methods.Select(m => m.Deprecation).Append(a.Deprecation)))
            .OfType<Deprecation>();

    private static string Path(string file) => $"metadata/{file}.scale.gz";
}
