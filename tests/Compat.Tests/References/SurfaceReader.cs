using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CoretimeDesk.Compat.Tests.References;

/// <summary>Reads the surface of an assembly file.</summary>
internal static class SurfaceReader
{
    public static Surface Read(string path)
    {
        var reader = MetadataFile.Open(path);
        var assembly = reader.GetString(reader.GetAssemblyDefinition().Name);
        var provider = new SigProvider(assembly);
        var types = reader.TypeDefinitions.Select(handle => Type(reader, provider, assembly, handle)).ToImmutableDictionary(t => t.Name, StringComparer.Ordinal);
        return new Surface(types);
    }

    /// <summary>Type parameters with their constraints; an override must repeat those of what it overrides.</summary>
    public static string Constraints(MetadataReader reader, SigProvider provider, GenericParameterHandleCollection parameters) =>
        string.Join("; ", parameters.Select(handle =>
        {
            var parameter = reader.GetGenericParameter(handle);
            var special = parameter.Attributes & GenericParameterAttributes.SpecialConstraintMask;
            var types = parameter.GetConstraints()
                .Select(c => provider.Read(reader, reader.GetGenericParameterConstraint(c).Type, default).Text)
                .Order(StringComparer.Ordinal);
            return $"!!{parameter.Index}: {string.Join(", ", types.Prepend(special.ToString()))}";
        }));

    public static string MethodText(MetadataReader reader, StringHandle name, MethodSignature<Sig> signature) =>
        $"{(signature.Header.IsInstance ? "instance" : "static")} {signature.Header.CallingConvention} {signature.ReturnType} "
        + $"{reader.GetString(name)}{(signature.GenericParameterCount > 0 ? $"``{signature.GenericParameterCount}" : "")}"
        + $"({string.Join(", ", signature.ParameterTypes)})";

    public static string FieldText(MetadataReader reader, StringHandle name, Sig type) => $"field {type} {reader.GetString(name)}";

    private static DefinedType Type(MetadataReader reader, SigProvider provider, string assembly, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var baseName = type.BaseType.IsNil ? "" : provider.Read(reader, type.BaseType, default).Name;
        var name = $"[{assembly}]{SigProvider.DefinitionName(reader, handle)}";
        return new DefinedType(
            name,
            IsVisible(reader, type),
            IsValueType: baseName.EndsWith("]System.ValueType", StringComparison.Ordinal) || baseName.EndsWith("]System.Enum", StringComparison.Ordinal),
            IsInterface: type.Attributes.HasFlag(TypeAttributes.Interface),
            IsSealed: type.Attributes.HasFlag(TypeAttributes.Sealed),
            type.GetGenericParameters().Count,
            arguments => type.BaseType.IsNil ? null : provider.Read(reader, type.BaseType, arguments),
            [
                .. type.GetMethods().Select(reader.GetMethodDefinition).Select(method => new DefinedMember(
                    arguments => MethodText(reader, method.Name, method.DecodeSignature(provider, arguments)),
                    method.Attributes & MethodAttributes.MemberAccessMask,
                    method.Attributes.HasFlag(MethodAttributes.Virtual),
                    method.Attributes.HasFlag(MethodAttributes.Abstract),
                    method.Attributes.HasFlag(MethodAttributes.Final),
                    Constraints(reader, provider, method.GetGenericParameters()))),
                .. type.GetFields().Select(reader.GetFieldDefinition).Select(field => new DefinedMember(
                    arguments => FieldText(reader, field.Name, field.DecodeSignature(provider, arguments)),
                    (MethodAttributes)(field.Attributes & FieldAttributes.FieldAccessMask),
                    IsVirtual: false,
                    IsAbstract: false,
                    IsFinal: false,
                    Constraints: "")),
            ]);
    }

    private static bool IsVisible(MetadataReader reader, TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem =>
            IsVisible(reader, reader.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };
}
