using System.Text;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher.Tests.Support;

/// <summary>Runtimes that do not exist, or no longer: the metadata of a real one with some bytes exchanged.</summary>
internal static class Altered
{
    private const string Today = "metadata/paseo-coretime-2000006.v14.scale.gz";
    private const string RelayToday = "metadata/paseo-relay-2003001.v14.scale.gz";

    /// <summary>The Coretime chain's runtime after an edit of its metadata.</summary>
    public static FactExtractor Coretime(Func<byte[], byte[]> edit) => new(Profiles.Of("paseo-coretime", ChainKind.Coretime), Runtime.Parse(edit(RecordedBlock.MetadataBytes(Today))));

    /// <summary>The relay chain's.</summary>
    public static FactExtractor Relay(Func<byte[], byte[]> edit) => new(Profiles.Of("paseo-relay", ChainKind.Relay), Runtime.Parse(edit(RecordedBlock.MetadataBytes(RelayToday))));

    public static FactExtractor Coretime() => RecordedBlock.ExtractorOf(Profiles.Of("paseo-coretime", ChainKind.Coretime), Today);

    public static FactExtractor Relay() => RecordedBlock.ExtractorOf(Profiles.Of("paseo-relay", ChainKind.Relay), RelayToday);

    /// <summary>Renames an event: the name stands in the metadata as text behind its length, right before the number of its fields.</summary>
    public static Func<byte[], byte[]> RenameEvent(string old, string name, int fields) => bytes => Replace(bytes, 0, [.. Text(old), (byte)(fields << 2)], [.. Text(name), (byte)(fields << 2)]);

    /// <summary>Renames a field of an event.</summary>
    public static Func<byte[], byte[]> RenameField(string ofEvent, int fields, string old, string name) =>
        bytes => Replace(bytes, Find(bytes, 0, [.. Text(ofEvent), (byte)(fields << 2)]), [1, .. Text(old)], [1, .. Text(name)]);

    /// <summary>Renames a field of a type whose values are stored: the type's name ends its path, and its fields come right after.</summary>
    public static Func<byte[], byte[]> RenameStored(string type, string old, string name) => bytes => Replace(bytes, Find(bytes, 0, Text(type)), [1, .. Text(old)], [1, .. Text(name)]);

    /// <summary>Renames a value or map in the storage of System, which is the first pallet.</summary>
    public static Func<byte[], byte[]> RenameEntry(string old, string name) => bytes => Replace(bytes, Find(bytes, 0, [.. Text("System"), 1, .. Text("System")]), Text(old), Text(name));

    /// <summary>What an account holds as runtimes stored it until 2023: of the same length, with two kinds of locks.</summary>
    public static byte[] StoredLocksApart(byte[] bytes) => RenameStored("AccountData", "flags", "fee_frozen")(RenameStored("AccountData", "frozen", "misc_frozen")(bytes));

    /// <summary>Gives a field of an event another type.</summary>
    public static Func<byte[], byte[]> RetypeField(string ofEvent, int fields, string field, Func<PortableType, bool> old, Func<PortableType, bool> type) => bytes =>
    {
        var types = RuntimeMetadata.Parse(bytes).Types.All;
        byte[] Id(Func<PortableType, bool> wanted)
        {
            var writer = new ScaleWriter();
            writer.WriteCompact((uint)types.First(wanted).Id);
            return writer.ToArray();
        }

        var at = Find(bytes, 0, [.. Text(ofEvent), (byte)(fields << 2)]);
        return Replace(bytes, at, [1, .. Text(field), .. Id(old)], [1, .. Text(field), .. Id(type)]);
    };

    private static byte[] Replace(byte[] bytes, int from, byte[] old, byte[] by)
    {
        var at = Find(bytes, from, old);
        return [.. bytes[..at], .. by, .. bytes[(at + old.Length)..]];
    }

    private static int Find(byte[] bytes, int from, byte[] what)
    {
        var at = bytes.AsSpan(from).IndexOf(what);
        Assert.True(at >= 0, "the metadata has no such place");
        return from + at;
    }

    private static byte[] Text(string text) => [(byte)(text.Length << 2), .. Encoding.UTF8.GetBytes(text)];
}
