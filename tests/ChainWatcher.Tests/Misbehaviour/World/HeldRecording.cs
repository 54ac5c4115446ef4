using System.Text.Json.Nodes;
using CoretimeDesk.ChainLab;
using CoretimeDesk.ChainRecording;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>The recorded Coretime chain, to whose storage an account is added: what it holds after which block is made up, the transfers of blocks 45 and 56 are not.</summary>
internal sealed class HeldRecording : IDisposable
{
    public const uint Last = 75;

    /// <summary>The lab's account of the desk.</summary>
    public const string Account = "0x636f726574696d652d73616c65732d6465736b2d6c61622d6163636f756e7421";

    private static readonly string Recorded = Path.Combine(Repository.Root!, "tools", "replaynode", "recordings", "coretime");

    /// <summary>A copy of the recording.</summary>
    /// <param name="damagedAt">After that block and on, half of the entry is missing.</param>
    public HeldRecording(uint damagedAt = uint.MaxValue)
    {
        Folder = Directory.CreateTempSubdirectory("desk-held-").FullName;
        foreach (var file in Directory.EnumerateFiles(Recorded, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(Recorded, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var account = Runtime.Parse(MetadataFile.Load(Directory.EnumerateFiles(Path.Combine(Folder, "metadata")).First())).Storage("System", "Account");
        var key = Hex.Encode(account.Key(Hex.Decode(Account)));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, "blocks")))
        {
            var json = JsonNode.Parse(File.ReadAllText(file))!;
            var number = (uint)json["block"]!["number"]!;
            var entry = Entry(Steps.Last(s => s.From <= number));
            (json["storage"] ??= new JsonObject())[key] = Hex.Encode(number < damagedAt ? entry : entry[..^1]);
            File.WriteAllText(file, json.ToJsonString());
        }
    }

    public string Folder { get; }

    /// <summary>What the account holds from the state of a block on.</summary>
    public static (uint From, ulong Free, ulong Reserved, ulong Frozen)[] Steps { get; } = [(0, 0, 0, 0), (20, 1000, 0, 0), (45, 500, 0, 0), (56, 535, 0, 0), (60, 535, 20, 0), (62, 535, 20, 5)];

    /// <summary>What must be told when the account begins to be watched in a block.</summary>
    public static IReadOnlyList<string> ToldFrom(uint block, uint last = Last) =>
    [
        $"{block}: {Text(Steps.Last(s => s.From <= block))}",
        .. Steps.Zip(Steps.Skip(1)).Where(p => p.Second.From > block && p.Second.From <= last).Select(p => $"{p.Second.From}: {Text(p.Second)} before {p.First.Free}"),
    ];

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Text((uint From, ulong Free, ulong Reserved, ulong Frozen) step) => $"{step.Free} {step.Reserved} {step.Frozen}";

    // Nonce, consumers, providers and sufficients; then free, reserved, frozen and flags.
    private static byte[] Entry((uint From, ulong Free, ulong Reserved, ulong Frozen) step)
    {
        var writer = new ScaleWriter();
        foreach (var number in new uint[] { step.From, 0, 1, 0 })
        {
            writer.WriteBytes(BitConverter.GetBytes(number));
        }

        foreach (var amount in new[] { step.Free, step.Reserved, step.Frozen, 0UL })
        {
            writer.WriteBytes([.. BitConverter.GetBytes(amount), .. new byte[8]]);
        }

        return writer.ToArray();
    }
}
