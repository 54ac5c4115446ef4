using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace CoretimeDesk.Hosting;

/// <summary>
/// Enforces the access table and the rate limit before a byte of the request's message is read: who calls, may they call
/// this often, may they call this at all. What is no gRPC call of a known service passes untouched.
/// </summary>
internal sealed class AccessMiddleware(
    RequestDelegate next, AccessTable table, AccessTokens tokens, CallRateLimiter limiter, ILogger<AccessMiddleware> logger)
{
    private const string BearerPrefix = "Bearer ";

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is { } grpc ? Guard(context, grpc.Method) : next(context);

    private Task Guard(HttpContext context, IMethod method)
    {
        try
        {
            if (Judge(context, method) is { } status)
            {
                return GrpcRefusal.WriteAsync(context.Response, status);
            }
        }
        catch (Exception exception)
        {
            // The key ring lives in a database, and that may be away.
            var traceId = Failure.TraceId(context.TraceIdentifier);
            logger.LogError(exception, "The caller of {Method} could not be verified, trace id {TraceId}.", method.FullName, traceId);
            return GrpcRefusal.WriteAsync(context.Response, Refusals.DetailsOf(Failure.Of(exception, traceId).Answer)!);
        }

        return next(context);
    }

    private Google.Rpc.Status? Judge(HttpContext context, IMethod method)
    {
        var rule = table.RuleOf(method.FullName);
        var reading = tokens.Read(TokenOf(context.Request));
        var caller = reading is { Fault: TokenFault.None, Token: { } token } ? token : null;

        // Failed sign-ins count against the address, so that guessing tokens is as limited as anything else.
        if (limiter.Refuse(context, method, caller?.Person) is { } wait)
        {
            return Refusals.StatusOf(
                new Refusal(RefusalKind.Exhausted, ErrorReasons.RateLimited, $"Too many calls. Try again in {Math.Ceiling(wait.TotalSeconds)} s."), wait);
        }

        if (caller is not null)
        {
            context.SetCall(new(caller.Person, caller.SessionId, caller.ExpiresAt));
        }

        if (rule.Allows(caller?.Person))
        {
            return null;
        }

        return Refusals.StatusOf(caller is null ? Unauthenticated.For(reading) : RoleMissing(method, rule, caller.Person));
    }

    private static string? TokenOf(HttpRequest request)
    {
        var header = request.Headers[HeaderNames.Authorization].ToString();
        return header.Length == 0 ? null
            : header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase) ? header[BearerPrefix.Length..].Trim()
            : header; // Another scheme is a token that does not verify.
    }

    private static Refusal RoleMissing(IMethod method, AccessRule rule, Actor caller)
    {
        var allowed = string.Join(", ", rule.Roles.Order().Select(r => r.ToName()));
        var held = string.Join(", ", caller.Roles.Order().Select(r => r.ToName()));
        var name = method.FullName.TrimStart('/');
        return new Refusal(
            RefusalKind.Forbidden,
            ErrorReasons.RoleMissing,
            $"{name} is for {allowed}; you are {(held.Length == 0 ? "without a role" : held)}.")
        {
            Facts = new Dictionary<string, string> { ["method"] = name, ["roles_allowed"] = allowed, ["roles_held"] = held },
        };
    }
}
