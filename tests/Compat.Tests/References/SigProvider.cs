using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace CoretimeDesk.Compat.Tests.References;

/// <summary>Writes signatures as text that is equal exactly when the runtime would take them for the same.</summary>
/// <remarks>
/// Class and value type are told apart, custom modifiers are kept, and a framework type bears the name of the assembly that
/// holds it today, because a reference names the facade that its compiler saw.
/// The generic context is the list of type arguments to put in for <c>!0</c>, <c>!1</c>…
/// </remarks>
internal sealed class SigProvider(string ownAssembly, Action<string, bool>? seen = null) : ISignatureTypeProvider<Sig, ImmutableArray<Sig>>
{
    private const byte ValueTypeKind = 0x11;

    public static ImmutableArray<Sig> Open(int arity) => [.. Enumerable.Range(0, arity).Select(i => Sig.Of($"!{i}"))];

    public Sig Read(MetadataReader reader, EntityHandle type, ImmutableArray<Sig> context) => type.Kind switch
    {
        HandleKind.TypeReference => GetTypeFromReference(reader, (TypeReferenceHandle)type, 0),
        HandleKind.TypeDefinition => GetTypeFromDefinition(reader, (TypeDefinitionHandle)type, 0),
        HandleKind.TypeSpecification => GetTypeFromSpecification(reader, context, (TypeSpecificationHandle)type, 0),
        _ => throw new NotSupportedException($"{type.Kind} is no type."),
    };

    public Sig GetPrimitiveType(PrimitiveTypeCode typeCode) => Sig.Of(typeCode.ToString());

    public Sig GetSZArrayType(Sig elementType) => Sig.Of($"{elementType}[]");

    public Sig GetArrayType(Sig elementType, ArrayShape shape) => Sig.Of($"{elementType}[rank {shape.Rank}]");

    public Sig GetByReferenceType(Sig elementType) => Sig.Of($"{elementType}&");

    public Sig GetPointerType(Sig elementType) => Sig.Of($"{elementType}*");

    public Sig GetPinnedType(Sig elementType) => Sig.Of($"pinned {elementType}");

    public Sig GetFunctionPointerType(MethodSignature<Sig> signature) =>
        Sig.Of($"fn({string.Join(", ", signature.ParameterTypes)}) : {signature.ReturnType}");

    public Sig GetModifiedType(Sig modifier, Sig unmodifiedType, bool isRequired) =>
        Sig.Of($"{unmodifiedType} {(isRequired ? "modreq" : "modopt")}({modifier})");

    public Sig GetGenericMethodParameter(ImmutableArray<Sig> genericContext, int index) => Sig.Of($"!!{index}");

    public Sig GetGenericTypeParameter(ImmutableArray<Sig> genericContext, int index) =>
        genericContext.IsDefault || index >= genericContext.Length ? Sig.Of($"!{index}") : genericContext[index];

    public Sig GetGenericInstantiation(Sig genericType, ImmutableArray<Sig> typeArguments) =>
        new($"{genericType}<{string.Join(", ", typeArguments)}>", genericType.Name, typeArguments);

    public Sig GetTypeFromSpecification(MetadataReader reader, ImmutableArray<Sig> genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public Sig GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        Named(ownAssembly, DefinitionName(reader, handle), rawTypeKind);

    public Sig GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var (assembly, name) = ReferenceName(reader, handle);
        return Named(Framework.HomeOf(assembly, name), name, rawTypeKind);
    }

    public static string DefinitionName(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        return type.IsNested ? $"{DefinitionName(reader, type.GetDeclaringType())}+{name}" : Qualified(reader.GetString(type.Namespace), name);
    }

    public static (string Assembly, string Name) ReferenceName(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        switch (type.ResolutionScope.Kind)
        {
            case HandleKind.AssemblyReference:
                var assembly = reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope);
                return (reader.GetString(assembly.Name), Qualified(reader.GetString(type.Namespace), name));
            case HandleKind.TypeReference:
                var outer = ReferenceName(reader, (TypeReferenceHandle)type.ResolutionScope);
                return (outer.Assembly, $"{outer.Name}+{name}");
            default:
                throw new NotSupportedException($"The type {name} is referred to through a {type.ResolutionScope.Kind}.");
        }
    }

    private static string Qualified(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";

    private Sig Named(string assembly, string name, byte rawTypeKind)
    {
        var full = $"[{assembly}]{name}";
        if (rawTypeKind == 0)
        {
            return Sig.Of(full);
        }

        var isValueType = rawTypeKind == ValueTypeKind;
        seen?.Invoke(full, isValueType);
        return new Sig($"{(isValueType ? "valuetype" : "class")} {full}", full, []);
    }
}
