using System.Collections.Immutable;
using System.Reflection;

namespace CoretimeDesk.Compat.Tests.References;

/// <summary>What an assembly defines, seen from outside.</summary>
internal sealed record Surface(ImmutableDictionary<string, DefinedType> Types)
{
    public static Surface Join(params IEnumerable<Surface> surfaces) =>
        new(surfaces.SelectMany(s => s.Types).ToImmutableDictionary(StringComparer.Ordinal));

    public DefinedType? Find(string name) => Types.GetValueOrDefault(name);

    /// <summary>The same surface with one type changed, or absent when the change gives null.</summary>
    public Surface Doctored(string type, Func<DefinedType, DefinedType?> change) =>
        new(change(Types[type]) is { } changed ? Types.SetItem(type, changed) : Types.Remove(type));
}

/// <summary>A type. <paramref name="Base"/> gives the base type in terms of the type's own arguments.</summary>
internal sealed record DefinedType(
    string Name,
    bool IsVisible,
    bool IsValueType,
    bool IsInterface,
    bool IsSealed,
    int Arity,
    Func<ImmutableArray<Sig>, Sig?> Base,
    ImmutableArray<DefinedMember> Members)
{
    public DefinedType Without(DefinedMember member) => this with { Members = Members.Remove(member) };

    public DefinedType With(DefinedMember member, DefinedMember replacement) => this with { Members = Members.Replace(member, replacement) };

    public ImmutableArray<Sig> OpenArguments => SigProvider.Open(Arity);
}

/// <summary>A method or field. <paramref name="Text"/> gives its signature in terms of arguments of the type that has it.</summary>
internal sealed record DefinedMember(
    Func<ImmutableArray<Sig>, string> Text,
    MethodAttributes Access,
    bool IsVirtual,
    bool IsAbstract,
    bool IsFinal,
    string Constraints)
{
    public bool IsPublic => Access == MethodAttributes.Public;

    public bool IsProtected => Access is MethodAttributes.Family or MethodAttributes.FamORAssem;
}
