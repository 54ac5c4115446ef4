using System.Text;
using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>
/// A value or map in a runtime's storage: its keys and how to read what is under them. A key is twox128(pallet prefix), twox128(entry), and for each part
/// of a map's key what its hasher makes of it.
/// </summary>
public sealed class StorageItem
{
    private const int PrefixBytes = 32;

    private readonly int[] _keyTypes;
    private readonly byte[] _prefix = new byte[PrefixBytes];
    private readonly Runtime _runtime;

    internal StorageItem(Runtime runtime, PalletMetadata pallet, StorageEntryMetadata entry)
    {
        (_runtime, Pallet, Entry) = (runtime, pallet.Name, entry);
        Twox.Hash128(Encoding.UTF8.GetBytes(pallet.StoragePrefix ?? pallet.Name), _prefix.AsSpan(0, 16));
        Twox.Hash128(Encoding.UTF8.GetBytes(entry.Name), _prefix.AsSpan(16, 16));
        _keyTypes = KeyTypes(runtime, entry);
    }

    /// <summary>Name of the pallet.</summary>
    public string Pallet { get; }

    /// <summary>Hashers, types, default and documentation.</summary>
    public StorageEntryMetadata Entry { get; }

    /// <summary>The first 32 bytes of every key.</summary>
    public ReadOnlySpan<byte> Prefix => _prefix;

    /// <summary>Parts of a map's key; 0 for a single value.</summary>
    public int KeyParts => _keyTypes.Length;

    /// <summary>A key, or with fewer parts than the map's key has, the prefix of all keys that begin so.</summary>
    /// <param name="parts">The parts, encoded. See <see cref="KeyOf(JsonElement[])"/> for parts as JSON.</param>
    /// <exception cref="ArgumentException">There are more parts than the key has.</exception>
    public byte[] Key(params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        if (parts.Length > KeyParts)
        {
            throw new ArgumentException($"A key of {this} has {KeyParts} parts, {parts.Length} were given.", nameof(parts));
        }

        var key = new ScaleWriter(PrefixBytes + 48 * parts.Length);
        key.WriteBytes(_prefix);
        for (var i = 0; i < parts.Length; i++)
        {
            Hash(Entry.Hashers[i], parts[i].Span, key);
        }

        return key.ToArray();
    }

    /// <summary>A key, or the prefix of all keys that begin so, from parts as JSON; see <see cref="JsonForm"/>.</summary>
    /// <exception cref="ScaleEncodeException">A part does not fit, or there are too many.</exception>
    public byte[] KeyOf(params JsonElement[] parts)
    {
        if (parts.Length > KeyParts)
        {
            throw new ScaleEncodeException($"a key of {this} has {KeyParts} parts ({string.Join(", ", _keyTypes.Select(_runtime.Metadata.Types.Describe))}), {parts.Length} were given");
        }

        var encoded = new ReadOnlyMemory<byte>[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            try
            {
                encoded[i] = _runtime.Encode(_keyTypes[i], parts[i]);
            }
            catch (ScaleEncodeException e) when (e.Within($"key part {i + 1}"))
            {
                throw;
            }
        }

        return Key(encoded);
    }

    /// <summary>The parts of a key that its hashers keep; null for a part of which only a hash is left.</summary>
    /// <exception cref="ScaleException">The key is none of this entry.</exception>
    public IReadOnlyList<ScaleValue?> DecodeKey(ReadOnlyMemory<byte> key)
    {
        if (!key.Span.StartsWith(_prefix))
        {
            throw new ScaleException(ScaleFault.BadFormat, 0, $"the key does not begin with the prefix of {this}");
        }

        var parts = new ScaleValue?[KeyParts];
        var arena = new Input(key).Arena();
        var reader = new ScaleReader(key.Span);
        reader.Skip(PrefixBytes);
        var i = 0;
        try
        {
            for (; i < parts.Length; i++)
            {
                var hash = reader.ReadBytes(HashBytes(Entry.Hashers[i]));
                if (Keeps(Entry.Hashers[i]))
                {
                    parts[i] = DecodePart(i, hash, key.Span, ref reader, arena);
                }
            }
        }
        catch (ScaleException e) when (e.Within($"key part {i + 1}"))
        {
            throw;
        }

        reader.ExpectEnd();
        return parts;
    }

    /// <summary>Decodes a stored value.</summary>
    /// <exception cref="ScaleException">The bytes are no value of this entry.</exception>
    public ScaleValue Decode(ReadOnlyMemory<byte> value) => _runtime.Decode(Entry.Value, value);

    /// <summary>A compiled reader of stored values into a .NET type; see <see cref="EventCodec.Bind{T}"/>. Make it once per runtime.</summary>
    /// <exception cref="ScaleBindException">The value has no such field, or one that the .NET type cannot hold.</exception>
    public Func<ScaleValue, T> Bind<T>() => _runtime.Bind<T>(Entry.Value);

    /// <summary>What a node's answer means: the decoded value, the entry's default when nothing is stored, or null where there is no default.</summary>
    public ScaleValue? DecodeOrDefault(byte[]? value) => value is { } stored
        ? Decode(stored)
        : Entry.Modifier == StorageModifier.Default ? Decode(Entry.Default) : null;

    /// <summary><c>Pallet.Entry</c></summary>
    public override string ToString() => $"{Pallet}.{Entry.Name}";

    private ScaleValue DecodePart(int index, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> key, ref ScaleReader reader, ValueArena arena)
    {
        var start = reader.Position;
        var part = _runtime.Decode(_keyTypes[index], ref reader, arena);
        var again = new ScaleWriter();
        Hash(Entry.Hashers[index], key[start..reader.Position], again);
        return again.Written[..hash.Length].SequenceEqual(hash)
            ? part
            : throw new ScaleException(ScaleFault.BadFormat, start - hash.Length, "the hash is not that of the part");
    }

    private static int[] KeyTypes(Runtime runtime, StorageEntryMetadata entry)
    {
        if (entry.Key is not { } key)
        {
            return [];
        }

        // With one hasher a tuple is one part; with several, each member is.
        return entry.Hashers.Count == 1 ? [key]
            : runtime.Metadata.Types[key].Definition is TypeDefinition.Tuple tuple && tuple.Members.Count == entry.Hashers.Count ? [.. tuple.Members]
            : throw new ScaleException(ScaleFault.BadType, 0, $"{entry.Name} has {entry.Hashers.Count} hashers and a key that is no tuple of as many");
    }

    private static bool Keeps(StorageHasher hasher) => hasher is StorageHasher.Blake2_128Concat or StorageHasher.Twox64Concat or StorageHasher.Identity;

    private static int HashBytes(StorageHasher hasher) => hasher switch
    {
        StorageHasher.Blake2_256 or StorageHasher.Twox256 => 32,
        StorageHasher.Twox64Concat => 8,
        StorageHasher.Identity => 0,
        _ => 16,
    };

    private static void Hash(StorageHasher hasher, ReadOnlySpan<byte> part, ScaleWriter key)
    {
        Span<byte> hash = stackalloc byte[HashBytes(hasher)];
        switch (hasher)
        {
            case StorageHasher.Blake2_128 or StorageHasher.Blake2_128Concat:
                Blake2b.Hash128(part, hash);
                break;
            case StorageHasher.Blake2_256:
                Blake2b.Hash256(part, hash);
                break;
            case StorageHasher.Twox128:
                Twox.Hash128(part, hash);
                break;
            case StorageHasher.Twox256:
                Twox.Hash256(part, hash);
                break;
            case StorageHasher.Twox64Concat:
                Twox.Hash64(part, hash);
                break;
        }

        key.WriteBytes(hash);
        if (Keeps(hasher))
        {
            key.WriteBytes(part);
        }
    }
}
