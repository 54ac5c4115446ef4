using System.Buffers.Binary;
using System.Text.Json;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainRecording;

/// <summary>
/// What a runtime says of itself, in the form of <c>Core_version</c> and of the metadata's constant <c>System.Version</c>.
/// Source: sp_version's <c>RuntimeVersion</c>.
/// </summary>
/// <param name="SpecName">The chain's kind: <c>coretime-paseo</c>.</param>
/// <param name="ImplName">The implementation.</param>
/// <param name="AuthoringVersion">Version of the block authoring interface.</param>
/// <param name="SpecVersion">Grows with every upgrade.</param>
/// <param name="ImplVersion">Grows with invisible changes.</param>
/// <param name="Apis">The runtime APIs: 8 bytes of the hash of the name, and the version.</param>
/// <param name="TransactionVersion">Grows when calls are encoded differently.</param>
/// <param name="SystemVersion">Layout of the state trie and of its hashes; called state version before 2024.</param>
public sealed record RecordedVersion(
    string SpecName, string ImplName, uint AuthoringVersion, uint SpecVersion, uint ImplVersion, IReadOnlyList<(ulong Id, uint Version)> Apis,
    uint TransactionVersion, byte SystemVersion)
{
    private const int ApiBytes = 12;

    /// <summary>Reads the SCALE form.</summary>
    /// <exception cref="ScaleException">The bytes are none.</exception>
    public static RecordedVersion Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ScaleReader(bytes);
        var (spec, impl) = (reader.ReadString(), reader.ReadString());
        var (authoring, specVersion, implVersion) = (reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32());
        var apis = new (ulong, uint)[reader.ReadCount(ApiBytes)];
        for (var i = 0; i < apis.Length; i++)
        {
            apis[i] = (reader.ReadUInt64(), reader.ReadUInt32());
        }

        var version = new RecordedVersion(spec, impl, authoring, specVersion, implVersion, apis, reader.ReadUInt32(), reader.ReadByte());
        reader.ExpectEnd();
        return version;
    }

    /// <summary>The SCALE form.</summary>
    public byte[] Encode()
    {
        var writer = new ScaleWriter(256);
        writer.WriteString(SpecName);
        writer.WriteString(ImplName);
        writer.WriteUInt32(AuthoringVersion);
        writer.WriteUInt32(SpecVersion);
        writer.WriteUInt32(ImplVersion);
        writer.WriteCompact((uint)Apis.Count);
        foreach (var (id, version) in Apis)
        {
            writer.WriteUInt64(id);
            writer.WriteUInt32(version);
        }

        writer.WriteUInt32(TransactionVersion);
        writer.WriteByte(SystemVersion);
        return writer.ToArray();
    }

    /// <summary>The answer of <c>state_getRuntimeVersion</c>; nodes of today give the last member under both of its names.</summary>
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("specName", SpecName);
            writer.WriteString("implName", ImplName);
            writer.WriteNumber("authoringVersion", AuthoringVersion);
            writer.WriteNumber("specVersion", SpecVersion);
            writer.WriteNumber("implVersion", ImplVersion);
            writer.WriteStartArray("apis");
            foreach (var (id, version) in Apis)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(Hex.Encode(LittleEndian(id)));
                writer.WriteNumberValue(version);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteNumber("transactionVersion", TransactionVersion);
            writer.WriteNumber("systemVersion", SystemVersion);
            writer.WriteNumber("stateVersion", SystemVersion);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    // The id is bytes, not a number: they are shown as they lie in the encoding.
    private static byte[] LittleEndian(ulong id)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, id);
        return bytes;
    }
}
