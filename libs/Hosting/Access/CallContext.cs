using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace CoretimeDesk.Hosting;

/// <summary>The verified caller of a call in progress.</summary>
/// <param name="Actor">Who calls, with the roles and teams of the token.</param>
/// <param name="SessionId">The session that the token belongs to.</param>
/// <param name="ExpiresAt">When the token ends.</param>
public sealed record CallContext(Actor Actor, Guid SessionId, DateTimeOffset ExpiresAt);

/// <summary>Asks a call who makes it.</summary>
public static class CallContexts
{
    private static readonly object Key = new();

    /// <summary>The verified caller.</summary>
    /// <exception cref="RefusedException">Nobody signed in: possible only where the access table says <c>anyone</c>.</exception>
    public static Actor GetActor(this ServerCallContext context) => context.GetCall().Actor;

    /// <summary>The verified caller with session and expiry.</summary>
    /// <exception cref="RefusedException">Nobody signed in: possible only where the access table says <c>anyone</c>.</exception>
    public static CallContext GetCall(this ServerCallContext context) =>
        context.TryGetCall() ?? throw new RefusedException(Unauthenticated.Missing);

    /// <summary>The verified caller, or null for a call without a valid token.</summary>
    public static CallContext? TryGetCall(this ServerCallContext context) => context.GetHttpContext().TryGetCall();

    /// <summary>The verified caller, or null for a call without a valid token.</summary>
    public static CallContext? TryGetCall(this HttpContext context) =>
        context.Items.TryGetValue(Key, out var call) ? (CallContext?)call : null;

    internal static void SetCall(this HttpContext context, CallContext call) => context.Items[Key] = call;
}
