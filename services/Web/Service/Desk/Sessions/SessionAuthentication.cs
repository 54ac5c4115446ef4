using System.Security.Claims;
using System.Text.Encodings.Web;
using CoretimeDesk.Web.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CoretimeDesk.Web.Desk.Sessions;

/// <summary>Tells who a browser is by its cookie, and leads whoever is nobody to where they can sign in.</summary>
internal sealed class SessionAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, SessionKeeper keeper)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "desk";
    public const string SessionClaim = "desk/session";
    public const string MustChangeClaim = "desk/must-change-password";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() =>
        SessionCookie.KeyOf(Request) is { } key && await keeper.FindAsync(key, Context.RequestAborted) is { } session
            ? AuthenticateResult.Success(new(PrincipalOf(session), SchemeName))
            : AuthenticateResult.NoResult();

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Redirect(SignInAddress($"{Request.Path}{Request.QueryString}", hasEnded: SessionCookie.KeyOf(Request) is not null));
        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        if (Context.User.HasClaim(c => c.Type == MustChangeClaim))
        {
            Response.Redirect("/password");
            return Task.CompletedTask;
        }

        return MessagePage.WriteAsync(Context, StatusCodes.Status403Forbidden, "Your roles do not open this page", "An administrator gives roles. The desk's first page is at / .", Context.RequestAborted);
    }

    /// <summary>Where to sign in, and where it goes on from there.</summary>
    public static string SignInAddress(string from, bool hasEnded) =>
        $"/sign-in?{(hasEnded ? "ended=true&" : "")}to={Uri.EscapeDataString(LocalAddress(from))}";

    /// <summary>An address of this desk, whatever somebody wrote into a link.</summary>
    public static string LocalAddress(string? address) =>
        address is ['/', ..] && !address.StartsWith("//", StringComparison.Ordinal) && !address.StartsWith("/sign-in", StringComparison.Ordinal) && !address.Contains('\\') && !address.Any(char.IsControl) ? address : "/";

    public static ClaimsPrincipal PrincipalOf(WebSession session)
    {
        var identity = new ClaimsIdentity(SchemeName, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, session.PersonId));
        identity.AddClaim(new(ClaimTypes.Name, session.Name));
        identity.AddClaim(new(ClaimTypes.Email, session.Email));
        identity.AddClaim(new(SessionClaim, session.Key));
        identity.AddClaims(session.Roles.Select(role => new Claim(ClaimTypes.Role, $"{role}")));
        if (session.MustChangePassword)
        {
            identity.AddClaim(new(MustChangeClaim, "true"));
        }

        return new(identity);
    }
}
