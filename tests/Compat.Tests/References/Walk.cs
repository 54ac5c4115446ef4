using System.Collections.Immutable;
using System.Reflection;

namespace CoretimeDesk.Compat.Tests.References;

/// <summary>Resolves references against a surface as the runtime would, and says what it cannot resolve.</summary>
internal sealed class Walk(Surface surface)
{
    /// <summary>The complaints, one line each; none when everything resolves.</summary>
    public IReadOnlyList<string> Over(IEnumerable<Reference> references)
    {
        var all = references.ToList();
        var derivedFrom = all.OfType<Reference.ToBase>().Select(r => r.Type).ToHashSet(StringComparer.Ordinal);
        return [.. all.SelectMany(reference => Check(reference, derivedFrom))];
    }

    private IEnumerable<string> Check(Reference reference, HashSet<string> derivedFrom)
    {
        if (surface.Find(reference.Type) is not { } type)
        {
            return [$"missing type: {reference}"];
        }

        if (!type.IsVisible)
        {
            return [$"type cannot be seen: {reference}"];
        }

        return reference switch
        {
            Reference.ToType => [],
            Reference.ToKind kind => kind.IsValueType == type.IsValueType ? [] : [$"class and value type confused: {reference}"],
            Reference.ToMember member => Member(member, type, derivedFrom),
            Reference.ToBase parent => Base(parent, type),
            Reference.ToInterface contract => Interface(contract, type),
            _ => throw new NotSupportedException(reference.GetType().Name),
        };
    }

    private IEnumerable<string> Member(Reference.ToMember reference, DefinedType type, HashSet<string> derivedFrom)
    {
        foreach (var (owner, arguments) in Lineage(type, type.OpenArguments))
        {
            var member = owner.Members.FirstOrDefault(m => m.Text(arguments) == reference.Member);
            if (member is not null)
            {
                return member.IsPublic || (member.IsProtected && derivedFrom.Contains(type.Name))
                    ? []
                    : [$"member is {member.Access}: {reference}"];
            }
        }

        return [$"missing member: {reference}"];
    }

    private IEnumerable<string> Base(Reference.ToBase reference, DefinedType type)
    {
        if (type.IsSealed || type.IsInterface)
        {
            yield return $"cannot be derived from: {reference}";
        }

        var inherited = Lineage(type, reference.Arguments)
            .SelectMany(step => step.Type.Members.Where(m => m.IsVirtual).Select(m => (Text: m.Text(step.Arguments), Member: m)))
            .ToList();
        foreach (var replacement in reference.Overrides.Where(o => !IsOfObject(o.Text)))
        {
            var replaced = inherited.Find(i => i.Text == replacement.Text).Member;
            if (replaced is null || replaced.IsFinal)
            {
                yield return $"nothing to override: {replacement.Text} in {reference}";
            }
            else if (replaced.Access != replacement.Access && !(replaced.Access == MethodAttributes.FamORAssem && replacement.Access == MethodAttributes.Family))
            {
                yield return $"override is {replacement.Access}, base is {replaced.Access}: {replacement.Text} in {reference}";
            }
            else if (replaced.Constraints != replacement.Constraints)
            {
                yield return $"constraints '{replacement.Constraints}' against '{replaced.Constraints}': {replacement.Text} in {reference}";
            }
        }

        if (!reference.IsAbstract)
        {
            foreach (var left in inherited.Where(i => i.Member.IsAbstract && !reference.Overrides.Any(o => o.Text == i.Text)))
            {
                yield return $"left abstract: {left.Text} in {reference}";
            }
        }
    }

    private static IEnumerable<string> Interface(Reference.ToInterface reference, DefinedType type)
    {
        if (!type.IsInterface)
        {
            return [$"is no interface: {reference}"];
        }

        return type.Members
            .Where(m => m.IsAbstract)
            .Select(m => m.Text(reference.Arguments))
            .Where(text => !reference.Methods.Contains(text))
            .Select(text => $"not implemented: {text} in {reference}");
    }

    private IEnumerable<(DefinedType Type, ImmutableArray<Sig> Arguments)> Lineage(DefinedType type, ImmutableArray<Sig> arguments)
    {
        for (var (current, given) = (type, arguments); current is not null;)
        {
            yield return (current, given);
            var parent = current.Base(given);
            (current, given) = (parent is null ? null : surface.Find(parent.Name), parent?.Arguments ?? []);
        }
    }

    private static bool IsOfObject(string text) => text
        is "instance Default String ToString()"
        or "instance Default Boolean Equals(Object)"
        or "instance Default Int32 GetHashCode()"
        or "instance Default Void Finalize()";
}
