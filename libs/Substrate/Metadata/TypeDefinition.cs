namespace CoretimeDesk.Substrate;

/// <summary>The fifteen primitive types of scale-info, in the order of their tags.</summary>
public enum Primitive
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>A Unicode scalar value in four bytes.</summary>
    Char,

    /// <summary>UTF-8 behind its compact length.</summary>
    Str,

    /// <summary>Unsigned, 8 bit.</summary>
    U8,

    /// <summary>Unsigned, 16 bit, little endian like all that follow.</summary>
    U16,

    /// <summary>Unsigned, 32 bit.</summary>
    U32,

    /// <summary>Unsigned, 64 bit.</summary>
    U64,

    /// <summary>Unsigned, 128 bit.</summary>
    U128,

    /// <summary>Unsigned, 256 bit.</summary>
    U256,

    /// <summary>Signed, 8 bit, two's complement like all that follow.</summary>
    I8,

    /// <summary>Signed, 16 bit.</summary>
    I16,

    /// <summary>Signed, 32 bit.</summary>
    I32,

    /// <summary>Signed, 64 bit.</summary>
    I64,

    /// <summary>Signed, 128 bit.</summary>
    I128,

    /// <summary>Signed, 256 bit.</summary>
    I256,
}

/// <summary>The shape of a type. Ids are positions in the <see cref="TypeRegistry"/>. Source: scale-info's <c>TypeDef</c>.</summary>
public abstract record TypeDefinition
{
    private TypeDefinition()
    {
    }

    /// <summary>A struct: its fields one after the other, without any bytes of its own.</summary>
    /// <param name="Fields">All named, or none.</param>
    public sealed record Composite(IReadOnlyList<FieldDefinition> Fields) : TypeDefinition;

    /// <summary>An enum: one byte with the variant's index, then its fields.</summary>
    /// <param name="Variants">Indexes may have gaps.</param>
    public sealed record Variant(IReadOnlyList<VariantDefinition> Variants) : TypeDefinition;

    /// <summary>A vector: compact count, then the items.</summary>
    /// <param name="Item">Type id of an item.</param>
    public sealed record Sequence(int Item) : TypeDefinition;

    /// <summary>An array: the items only.</summary>
    /// <param name="Length">Number of items.</param>
    /// <param name="Item">Type id of an item.</param>
    public sealed record Array(uint Length, int Item) : TypeDefinition;

    /// <summary>A tuple; without members it is the unit type.</summary>
    /// <param name="Members">Type ids.</param>
    public sealed record Tuple(IReadOnlyList<int> Members) : TypeDefinition;

    /// <summary>A primitive.</summary>
    /// <param name="Kind">Which one.</param>
    public sealed record Primitive(Substrate.Primitive Kind) : TypeDefinition;

    /// <summary>The compact form of an unsigned integer.</summary>
    /// <param name="Inner">Type id of the integer, or of a struct around just one.</param>
    public sealed record Compact(int Inner) : TypeDefinition;

    /// <summary>A bit vector: compact count of bits, then whole storage units.</summary>
    /// <param name="Store">Type id of the unit: u8, u16, u32 or u64.</param>
    /// <param name="Order">Type id of the order: <c>Lsb0</c> or <c>Msb0</c>.</param>
    public sealed record BitSequence(int Store, int Order) : TypeDefinition;
}

/// <summary>A field of a struct or of an enum's variant.</summary>
/// <param name="Name">Its name; null in a tuple struct.</param>
/// <param name="Type">Type id.</param>
/// <param name="TypeName">The type as it was written in the source; null when unknown.</param>
/// <param name="Docs">Documentation.</param>
public sealed record FieldDefinition(string? Name, int Type, string? TypeName, Docs Docs);

/// <summary>A variant of an enum; for pallets these are the calls, events and errors.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Index">The byte that stands for it.</param>
/// <param name="Fields">All named, or none.</param>
/// <param name="Docs">Documentation.</param>
public sealed record VariantDefinition(string Name, byte Index, IReadOnlyList<FieldDefinition> Fields, Docs Docs);

/// <summary>A generic parameter of a type.</summary>
/// <param name="Name">Its name, such as <c>T</c>.</param>
/// <param name="Type">Type id; null when the parameter leaves no trace in the encoding.</param>
public sealed record TypeParameter(string Name, int? Type);

/// <summary>A type of the registry.</summary>
/// <param name="Id">Its id and position.</param>
/// <param name="Path">Module path and name; empty for built-in shapes.</param>
/// <param name="Parameters">Generic parameters.</param>
/// <param name="Definition">Its shape.</param>
/// <param name="Docs">Documentation.</param>
public sealed record PortableType(int Id, IReadOnlyList<string> Path, IReadOnlyList<TypeParameter> Parameters, TypeDefinition Definition, Docs Docs)
{
    /// <summary>The last part of the path; empty for built-in shapes.</summary>
    public string Name => Path.Count == 0 ? "" : Path[^1];
}
