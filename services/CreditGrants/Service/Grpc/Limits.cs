using Grpc.Core;

namespace CoretimeDesk.CreditGrants.Grpc;

/// <summary>How long texts may be.</summary>
internal static class Limits
{
    public const int Reason = 500;
    public const int Flag = 200;
    public const int Note = 2000;
}

/// <summary>The caller's own token, to ask other services with.</summary>
internal static class Tokens
{
    public static string Of(ServerCallContext context) => context.RequestHeaders.GetValue("authorization") ?? "";
}
