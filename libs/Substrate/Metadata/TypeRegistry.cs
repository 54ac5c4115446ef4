using System.Text;

namespace CoretimeDesk.Substrate;

/// <summary>The types that a runtime uses, by id.</summary>
public sealed class TypeRegistry
{
    private const int DescriptionMax = 300;

    private readonly PortableType[] _types;

    internal TypeRegistry(PortableType[] types) => _types = types;

    /// <summary>Number of types; ids are 0 to one less.</summary>
    public int Count => _types.Length;

    /// <summary>All types, in the order of their ids.</summary>
    public IReadOnlyList<PortableType> All => _types;

    /// <summary>The type with that id.</summary>
    /// <exception cref="ScaleException">No such id: the metadata contradicts itself.</exception>
    public PortableType this[int id] => id >= 0 && id < _types.Length
        ? _types[id]
        : throw new ScaleException(ScaleFault.BadType, 0, $"type {id} is not in the registry of {_types.Length} types");

    /// <summary>How a person would write the type: <c>Vec&lt;(u32, AccountId32)&gt;</c>. Cut off where it gets long.</summary>
    public string Describe(int id)
    {
        var text = new StringBuilder();
        Describe(id, 0, text);
        return text.Length > DescriptionMax ? text.ToString(0, DescriptionMax) + "…" : text.ToString();
    }

    // A tuple of a hundred tuples of a hundred and so on fits in a few kilobytes: nothing is looked at beyond what is shown.
    private void Describe(int id, int depth, StringBuilder text)
    {
        if (depth > 6 || text.Length > DescriptionMax)
        {
            text.Append('…');
            return;
        }

        var type = this[id];
        switch (type.Definition)
        {
            case TypeDefinition.Primitive p:
                text.Append(p.Kind.ToString().ToLowerInvariant());
                break;
            case TypeDefinition.Sequence s:
                Describe("Vec<", [s.Item], ">", depth, text);
                break;
            case TypeDefinition.Array a:
                Describe("[", [a.Item], $"; {a.Length}]", depth, text);
                break;
            case TypeDefinition.Tuple t:
                Describe("(", t.Members, ")", depth, text);
                break;
            case TypeDefinition.Compact c:
                Describe("Compact<", [c.Inner], ">", depth, text);
                break;
            case TypeDefinition.BitSequence:
                text.Append("BitVec");
                break;
            default:
                // Parameters named T are a pallet's configuration: they say nothing to a reader.
                var shown = type.Parameters.Where(p => p.Type is not null && (p.Name != "T" || type.Path.Count == 1)).Take(3).Select(p => p.Type!.Value).ToList();
                text.Append(type.Name.AsSpan(0, Math.Min(type.Name.Length, DescriptionMax)));
                if (shown.Count is 1 or 2)
                {
                    Describe("<", shown, ">", depth, text);
                }

                break;
        }
    }

    private void Describe(string open, IReadOnlyList<int> parts, string close, int depth, StringBuilder text)
    {
        text.Append(open);
        for (var i = 0; i < parts.Count && text.Length <= DescriptionMax; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Describe(parts[i], depth + 1, text);
        }

        text.Append(close);
    }

    internal static TypeRegistry Read(ref ScaleReader reader, byte[] metadata)
    {
        var types = new PortableType[reader.ReadCount(5)];
        for (var i = 0; i < types.Length; i++)
        {
            try
            {
                types[i] = ReadType(ref reader, metadata, i);
            }
            catch (ScaleException e) when (e.Within(i) || e.Within("types"))
            {
                throw;
            }
        }

        return new(types);
    }

    private static PortableType ReadType(ref ScaleReader reader, byte[] metadata, int position)
    {
        var start = reader.Position;
        var id = reader.ReadCompactUInt32();
        if (id != position)
        {
            throw new ScaleException(ScaleFault.BadFormat, start, $"type id {id} stands at position {position}");
        }

        var path = new string[reader.ReadCount(1)];
        for (var i = 0; i < path.Length; i++)
        {
            path[i] = reader.ReadString();
        }

        var parameters = new TypeParameter[reader.ReadCount(2)];
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i] = new(reader.ReadString(), reader.ReadOption() ? ReadId(ref reader) : null);
        }

        return new(position, path, parameters, ReadDefinition(ref reader, metadata), Docs.Read(ref reader, metadata));
    }

    private static TypeDefinition ReadDefinition(ref ScaleReader reader, byte[] metadata)
    {
        var start = reader.Position;
        var tag = reader.ReadByte();
        switch (tag)
        {
            case 0: return new TypeDefinition.Composite(ReadFields(ref reader, metadata));
            case 1: return new TypeDefinition.Variant(ReadVariants(ref reader, metadata));
            case 2: return new TypeDefinition.Sequence(ReadId(ref reader));
            case 3: return new TypeDefinition.Array(reader.ReadUInt32(), ReadId(ref reader));
            case 4: return new TypeDefinition.Tuple(ReadIds(ref reader));
            case 5: return new TypeDefinition.Primitive(ReadPrimitive(ref reader));
            case 6: return new TypeDefinition.Compact(ReadId(ref reader));
            case 7: return new TypeDefinition.BitSequence(ReadId(ref reader), ReadId(ref reader));
            default: throw new ScaleException(ScaleFault.UnknownTag, start, $"tag {tag} is no kind of type");
        }
    }

    private static FieldDefinition[] ReadFields(ref ScaleReader reader, byte[] metadata)
    {
        var fields = new FieldDefinition[reader.ReadCount(4)];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = new(
                reader.ReadOption() ? reader.ReadString() : null, ReadId(ref reader),
                reader.ReadOption() ? reader.ReadString() : null, Docs.Read(ref reader, metadata));
        }

        return fields;
    }

    private static VariantDefinition[] ReadVariants(ref ScaleReader reader, byte[] metadata)
    {
        var variants = new VariantDefinition[reader.ReadCount(4)];
        for (var i = 0; i < variants.Length; i++)
        {
            var name = reader.ReadString();
            var fields = ReadFields(ref reader, metadata);
            variants[i] = new(name, reader.ReadByte(), fields, Docs.Read(ref reader, metadata));
        }

        return variants;
    }

    private static Primitive ReadPrimitive(ref ScaleReader reader)
    {
        var tag = reader.ReadByte();
        return tag <= (byte)Primitive.I256
            ? (Primitive)tag
            : throw new ScaleException(ScaleFault.UnknownTag, reader.Position - 1, $"tag {tag} is no primitive type");
    }

    private static int[] ReadIds(ref ScaleReader reader)
    {
        var ids = new int[reader.ReadCount(1)];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = ReadId(ref reader);
        }

        return ids;
    }

    internal static int ReadId(ref ScaleReader reader)
    {
        var start = reader.Position;
        var id = reader.ReadCompactUInt32();
        return id <= int.MaxValue ? (int)id : throw new ScaleException(ScaleFault.BadType, start, $"type id {id} is beyond any registry");
    }
}
