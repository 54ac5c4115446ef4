using Grpc.Core;

namespace CoretimeDesk.Compat.Tests.Behaviour;

/// <summary>A service of plain strings, one method of each shape, for tests that need no transport.</summary>
internal static class Texts
{
    public static readonly Method<string, string> One = Of(MethodType.Unary, nameof(One));
    public static readonly Method<string, string> Gather = Of(MethodType.ClientStreaming, nameof(Gather));
    public static readonly Method<string, string> Many = Of(MethodType.ServerStreaming, nameof(Many));
    public static readonly Method<string, string> Talk = Of(MethodType.DuplexStreaming, nameof(Talk));

    private static Method<string, string> Of(MethodType type, string name) =>
        new(type, "tests.Texts", name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);
}
