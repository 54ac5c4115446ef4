using System.Collections.Immutable;

namespace CoretimeDesk.Compat.Tests.References;

/// <summary>A type in a signature, as text; of an instantiation also the open type and its arguments.</summary>
/// <param name="Text">For example <c>class [Grpc.Core.Api]Grpc.Core.Marshaller`1&lt;!0&gt;</c>.</param>
/// <param name="Name">The open type without class or valuetype: <c>[Grpc.Core.Api]Grpc.Core.Marshaller`1</c>.</param>
internal sealed record Sig(string Text, string Name, ImmutableArray<Sig> Arguments)
{
    public static Sig Of(string text) => new(text, text, []);

    public override string ToString() => Text;
}
