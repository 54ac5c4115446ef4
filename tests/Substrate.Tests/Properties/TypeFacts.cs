namespace CoretimeDesk.Substrate.Tests.Properties;

/// <summary>What the form of JSON depends on, worked out from the type definitions alone.</summary>
internal sealed class TypeFacts
{
    private const int Endless = 1_000_000;

    private readonly TypeRegistry _types;
    private readonly int _callType;
    private readonly int[] _heights;

    public TypeFacts(RuntimeMetadata metadata)
    {
        (_types, _callType) = (metadata.Types, metadata.OuterEnums.Call);
        _heights = new int[_types.Count];
        Array.Fill(_heights, Endless);
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var type in _types.All)
            {
                var height = Shortest(type.Definition);
                changed |= height < _heights[type.Id];
                _heights[type.Id] = Math.Min(height, _heights[type.Id]);
            }
        }
    }

    /// <summary>Whether it has any value at all: an enum without variants has none.</summary>
    public bool HasValues(int type) => _heights[type] < Endless;

    public bool HasValues(VariantDefinition variant) => variant.Fields.All(f => HasValues(f.Type));

    /// <summary>The variant that is over soonest.</summary>
    public VariantDefinition Shallowest(TypeDefinition.Variant definition) => definition.Variants.MinBy(Height)!;

    public bool IsByte(int type) => _types[type].Definition is TypeDefinition.Primitive { Kind: Primitive.U8 };

    public bool IsAccount(PortableType type) => type is { Name: "AccountId32", Definition: TypeDefinition.Composite { Fields: [{ Name: null } only] } }
        && _types[only.Type].Definition is TypeDefinition.Array { Length: 32 } array && IsByte(array.Item);

    public static bool IsOption(PortableType type) => type is { Path: ["Option"], Definition: TypeDefinition.Variant { Variants: [{ Name: "None", Fields: [] }, { Name: "Some", Fields: [_] }] } };

    public bool IsCall(PortableType type) => (type.Id == _callType || type.Name == "RuntimeCall")
        && type.Definition is TypeDefinition.Variant { Variants: var pallets }
        && pallets.All(p => p.Fields is [{ Name: null } only] && _types[only.Type].Definition is TypeDefinition.Variant);

    /// <summary>True when a value may be written as null: an option of it then needs <c>{"Some": …}</c>.</summary>
    public bool CanBeNull(int type) => _types[type] is var known && (IsOption(known) || known.Definition switch
    {
        TypeDefinition.Tuple { Members.Count: 0 } or TypeDefinition.Composite { Fields.Count: 0 } => true,
        TypeDefinition.Composite { Fields: [{ Name: null } only] } => CanBeNull(only.Type),
        TypeDefinition.Compact compact => CanBeNull(compact.Inner),
        _ => false,
    });

    /// <summary>The integer under a compact: itself, or the only field of structs around it; null for nothing.</summary>
    public Primitive? CompactOf(int type) => _types[type].Definition switch
    {
        TypeDefinition.Primitive p => p.Kind,
        TypeDefinition.Composite { Fields: [var only] } => CompactOf(only.Type),
        TypeDefinition.Tuple { Members: [var only] } => CompactOf(only),
        _ => null,
    };

    private int Height(VariantDefinition variant) => variant.Fields.Count == 0 ? 0 : Capped(variant.Fields.Max(f => _heights[f.Type]));

    private int Shortest(TypeDefinition definition) => definition switch
    {
        TypeDefinition.Array a => a.Length == 0 ? 0 : Capped(_heights[a.Item]),
        TypeDefinition.Tuple t => t.Members.Count == 0 ? 0 : Capped(t.Members.Max(m => _heights[m])),
        TypeDefinition.Composite c => c.Fields.Count == 0 ? 0 : Capped(c.Fields.Max(f => _heights[f.Type])),
        TypeDefinition.Variant v => v.Variants.Count == 0 ? Endless : v.Variants.Min(Height),
        _ => 0,
    };

    private static int Capped(int below) => Math.Min(below + 1, Endless);
}
