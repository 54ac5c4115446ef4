using System.Text.Json;
using CoretimeDesk.Substrate.Tests.Chain;

namespace CoretimeDesk.Substrate.Tests.Properties;

/// <summary>A runtime's metadata in version 14, 15 and 16 says the same of the same bytes.</summary>
public sealed class VersionsOfTheSameMetadata
{
    public static TheoryData<string> Blocks => ChainFixture.Names("blocks");

    public static TheoryData<string> Stored => ChainFixture.Names("storage");

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Decode_the_same_events_and_extrinsics(string file)
    {
        var fixture = ChainFixture.Load(file);
        var expected = Read(fixture, 14);
        Assert.True(expected.Length > 200);
        Assert.Equal(expected, Read(fixture, 15));
        Assert.Equal(expected, Read(fixture, 16));
    }

    [Theory]
    [MemberData(nameof(Stored))]
    public void Read_the_same_storage_under_the_same_keys(string file)
    {
        var fixture = ChainFixture.Load(file);
        foreach (var entry in fixture.Json.GetProperty("entries").EnumerateArray())
        {
            var answers = new HashSet<string>();
            foreach (var version in (int[])[14, 15, 16])
            {
                var item = RuntimeOf(fixture, version).Storage(entry.GetProperty("pallet").GetString()!, entry.GetProperty("item").GetString()!);
                var key = Hex.Decode(entry.GetProperty("key").GetString());
                var value = entry.GetProperty("value") is { ValueKind: JsonValueKind.String } hex ? item.Decode(Hex.Decode(hex.GetString())).ToJson(fixture.Form) : "none";
                answers.Add($"{Hex.Encode(item.KeyOf([.. entry.GetProperty("args").EnumerateArray()]))} {string.Join(',', item.DecodeKey(key).Select(p => p?.ToJson()))} {value} {item.DecodeOrDefault(null)?.ToJson()}");
            }

            Assert.Single(answers);
        }
    }

    [Theory]
    [InlineData("paseo-coretime-2000006")]
    [InlineData("paseo-relay-2003001")]
    public void Declare_the_same_events_calls_and_keys(string chain)
    {
        var (v14, v15, v16) = (Declared(chain, 14), Declared(chain, 15), Declared(chain, 16));
        Assert.True(v14.Count > 200, $"{v14.Count}");
        Assert.Equal(v14, v15);
        Assert.Equal(v14, v16);
    }

    private static List<string> Declared(string chain, int version)
    {
        var runtime = ChainFixture.RuntimeOf($"metadata/{chain}.v{version}.scale.gz");
        return
        [
            $"{runtime.Identity} {runtime.Ss58Prefix}",
            .. runtime.Metadata.Extrinsic.Extensions.Select(e => $"{e.Name} {runtime.Metadata.Types.Describe(e.Type)} {runtime.Metadata.Types.Describe(e.Implicit)}"),
            .. runtime.Events.All.Select(e => $"{e.PalletIndex} {e.Index} {e} {string.Join(',', e.Definition.Fields.Select(f => f.Name + runtime.Metadata.Types.Describe(f.Type)))}"),
            .. runtime.Metadata.Pallets.SelectMany(p => p.Storage.Select(s => $"{Hex.Encode(runtime.Storage(p.Name, s.Name).Prefix)} {s.Modifier} {string.Join(',', s.Hashers)} {runtime.Metadata.Types.Describe(s.Value)}")),
        ];
    }

    private static string Read(ChainFixture fixture, int version)
    {
        var runtime = RuntimeOf(fixture, version);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (var record in runtime.Events.Decode(fixture.Events))
            {
                record.WriteJson(writer, runtime.Errors, fixture.Form);
            }

            foreach (var extrinsic in fixture.Json.GetProperty("extrinsics").EnumerateArray())
            {
                runtime.Extrinsics.Decode(Hex.Decode(extrinsic.GetString())).WriteJson(writer, 0, fixture.Form);
            }

            writer.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static Runtime RuntimeOf(ChainFixture fixture, int version) =>
        ChainFixture.RuntimeOf(fixture.Json.GetProperty("metadata").GetString()!.Replace(".v14.", $".v{version}.", StringComparison.Ordinal));
}
