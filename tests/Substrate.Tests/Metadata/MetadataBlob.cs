namespace CoretimeDesk.Substrate.Tests.Metadata;

/// <summary>
/// Metadata made by hand, for what no recorded runtime has. Field order: frame-metadata's v14, v15 and v16. System with its events, the enums over
/// all pallets and the extrinsic's type are added when it is built.
/// </summary>
internal sealed class MetadataBlob
{
    private readonly List<byte[]> _types = [];
    private readonly Dictionary<string, int> _known = [];

    public List<PalletSpec> Pallets { get; } = [];

    public List<ApiSpec> Apis { get; } = [];

    public List<ExtensionSpec> Extensions { get; } = [];

    public List<(byte Version, int[] Positions)> ExtensionVersions { get; } = [];

    public List<(string Name, int Type, byte[] Value)> Custom { get; } = [];

    public byte[] ExtrinsicVersions { get; set; } = [4, 5];

    public int TypeCount => _types.Count;

    public int Unit => Known("()", w => WriteIds(w, 4, []));

    public int Primitive(Primitive kind) => Known($"{kind}", w =>
    {
        w.WriteByte(5);
        w.WriteByte((byte)kind);
    });

    public int U8 => Primitive(Substrate.Primitive.U8);

    public int U32 => Primitive(Substrate.Primitive.U32);

    public int Hash => Known("H256", w => WriteFields(w, 0, [(null, Array(32, U8))]), ["primitive_types", "H256"]);

    public int Account => Known("AccountId32", w => WriteFields(w, 0, [(null, Array(32, U8))]), ["sp_core", "crypto", "AccountId32"]);

    public int Tuple(params int[] members) => Add(w => WriteIds(w, 4, members));

    public int Vec(int item) => Add(w => WriteId(w, 2, item));

    public int Array(uint length, int item) => Add(w =>
    {
        w.WriteByte(3);
        w.WriteUInt32(length);
        w.WriteCompact((uint)item);
    });

    public int Compact(int inner) => Add(w => WriteId(w, 6, inner));

    public int Bits(int store, int order) => Add(w =>
    {
        WriteId(w, 7, store);
        w.WriteCompact((uint)order);
    });

    public int Struct(string name, params (string? Name, int Type)[] fields) => Add(w => WriteFields(w, 0, fields), ["test", name]);

    public int Enum(string name, params VariantSpec[] variants) => Add(w => WriteVariants(w, variants), ["test", name]);

    public int Option(int inner) => Add(w => WriteVariants(w, [new("None", 0), new("Some", 1, (null, inner))]), ["Option"], [("T", inner)]);

    /// <summary>Adds a type; <paramref name="write"/> gets the writer behind path and parameters.</summary>
    public int Add(Action<ScaleWriter> write, string[]? path = null, (string Name, int? Type)[]? parameters = null, params string[] docs)
    {
        var id = _types.Count;
        _types.Add([]);
        Set(id, write, path, parameters, docs);
        return id;
    }

    /// <summary>Says what a type is whose id was needed before.</summary>
    public void Set(int id, Action<ScaleWriter> write, string[]? path = null, (string Name, int? Type)[]? parameters = null, params string[] docs)
    {
        var w = new ScaleWriter();
        w.WriteCompact((uint)id);
        WriteTexts(w, path ?? []);
        w.WriteCompact((uint)(parameters?.Length ?? 0));
        foreach (var (name, type) in parameters ?? [])
        {
            w.WriteString(name);
            w.WriteBool(type is not null);
            if (type is { } known)
            {
                w.WriteCompact((uint)known);
            }
        }

        write(w);
        WriteTexts(w, docs);
        _types[id] = w.ToArray();
    }

    public Runtime Runtime(int version = 16) => Substrate.Runtime.Parse(Build(version));

    public byte[] Build(int version = 16) => new MetadataBlobWriter(this, version).Write();

    public void WriteTypes(ScaleWriter w)
    {
        w.WriteCompact((uint)_types.Count);
        _types.ForEach(t => w.WriteBytes(t));
    }

    public static void WriteFields(ScaleWriter w, byte? tag, (string? Name, int Type)[] fields)
    {
        if (tag is { } kind)
        {
            w.WriteByte(kind);
        }

        w.WriteCompact((uint)fields.Length);
        foreach (var (name, type) in fields)
        {
            w.WriteBool(name is not null);
            if (name is not null)
            {
                w.WriteString(name);
            }

            w.WriteCompact((uint)type);
            w.WriteBool(false); // No type name.
            w.WriteCompact(0); // No documentation.
        }
    }

    public static void WriteVariants(ScaleWriter w, VariantSpec[] variants)
    {
        w.WriteByte(1);
        w.WriteCompact((uint)variants.Length);
        foreach (var variant in variants)
        {
            w.WriteString(variant.Name);
            WriteFields(w, null, variant.Fields);
            w.WriteByte(variant.Index);
            WriteTexts(w, variant.Docs);
        }
    }

    public static void WriteTexts(ScaleWriter w, string[] texts)
    {
        w.WriteCompact((uint)texts.Length);
        foreach (var text in texts)
        {
            w.WriteString(text);
        }
    }

    public static void WriteId(ScaleWriter w, byte tag, int id)
    {
        w.WriteByte(tag);
        w.WriteCompact((uint)id);
    }

    public static void WriteIds(ScaleWriter w, byte tag, int[] ids)
    {
        w.WriteByte(tag);
        w.WriteCompact((uint)ids.Length);
        foreach (var id in ids)
        {
            w.WriteCompact((uint)id);
        }
    }

    private int Known(string key, Action<ScaleWriter> write, string[]? path = null)
    {
        if (!_known.TryGetValue(key, out var id))
        {
            _known[key] = id = Add(write, path);
        }

        return id;
    }
}

internal sealed record VariantSpec(string Name, byte Index, params (string? Name, int Type)[] Fields)
{
    public string[] Docs { get; init; } = [];
}
