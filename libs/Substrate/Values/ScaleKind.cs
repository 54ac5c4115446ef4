namespace CoretimeDesk.Substrate;

/// <summary>What a decoded value is, in the few kinds that code has to tell apart.</summary>
public enum ScaleKind
{
    /// <summary>Nothing at all: the unit type, or a struct without fields.</summary>
    Unit,

    /// <summary>A bool.</summary>
    Bool,

    /// <summary>An unsigned integer of at most 128 bits, compact or not.</summary>
    Unsigned,

    /// <summary>A signed integer of at most 128 bits.</summary>
    Signed,

    /// <summary>A 256-bit integer.</summary>
    Wide,

    /// <summary>A string or a char.</summary>
    Text,

    /// <summary>Bytes: a byte vector, a byte array, a hash, an account.</summary>
    Bytes,

    /// <summary>Bits.</summary>
    Bits,

    /// <summary>Named fields.</summary>
    Struct,

    /// <summary>Fields without names: a tuple or a tuple struct.</summary>
    Tuple,

    /// <summary>Items of one type.</summary>
    List,

    /// <summary>A value or none.</summary>
    Option,

    /// <summary>A variant of an enum, with its fields.</summary>
    Enum,

    /// <summary>A call of the runtime: pallet, call and arguments.</summary>
    Call,
}
