using System.Collections.Immutable;

namespace CoretimeDesk.Compat.Tests.References;

/// <summary>One thing that an assembly expects of another.</summary>
internal abstract record Reference(string Type)
{
    /// <summary>The type exists and can be seen. <paramref name="Arity"/> follows from its name.</summary>
    internal sealed record ToType(string Type) : Reference(Type)
    {
        public override string ToString() => $"type {Type}";
    }

    /// <summary>The type is a value type, or is none: a signature says so.</summary>
    internal sealed record ToKind(string Type, bool IsValueType) : Reference(Type)
    {
        public override string ToString() => $"{(IsValueType ? "value type" : "class")} {Type}";
    }

    /// <summary>The type has this method or field.</summary>
    internal sealed record ToMember(string Type, string Member) : Reference(Type)
    {
        public override string ToString() => $"{Type} :: {Member}";
    }

    /// <summary>A type derives from it, overriding these methods; <paramref name="IsAbstract"/>: it may leave some to others.</summary>
    internal sealed record ToBase(string Type, ImmutableArray<Sig> Arguments, string Derived, bool IsAbstract, ImmutableArray<Override> Overrides) : Reference(Type)
    {
        public override string ToString() => $"base {Type} of {Derived}";
    }

    /// <summary>A type implements it with these methods, and those that its own bases add.</summary>
    internal sealed record ToInterface(string Type, ImmutableArray<Sig> Arguments, string Implementer, ImmutableHashSet<string> Methods) : Reference(Type)
    {
        public override string ToString() => $"interface {Type}<{string.Join(", ", Arguments)}> of {Implementer}";
    }
}

/// <summary>A method that takes the place of one of a base type.</summary>
internal sealed record Override(string Text, System.Reflection.MethodAttributes Access, string Constraints);
