using CoretimeDesk.Identity.V1;
using CoretimeDesk.Web.Desk.Parts;

namespace CoretimeDesk.Web.Desk.People;

/// <summary>Tries to sign in and sessions, in words.</summary>
internal static class SignInWords
{
    /// <summary>What came of a try.</summary>
    public static (StKind Kind, string Text) Of(SignInOutcome outcome) => outcome switch
    {
        SignInOutcome.SignedIn => (StKind.Done, "Signed in"),
        SignInOutcome.CodeAsked => (StKind.Waiting, "Code asked for"),
        SignInOutcome.UnknownEmail => (StKind.Stopped, "Unknown e-mail"),
        SignInOutcome.WrongPassword => (StKind.Stopped, "Wrong password"),
        SignInOutcome.LockedOut => (StKind.Stopped, "Refused: locked out"),
        SignInOutcome.Disabled => (StKind.Stopped, "Refused: disabled"),
        SignInOutcome.PasswordExpired => (StKind.Stopped, "One-time password too old"),
        SignInOutcome.WrongCode => (StKind.Stopped, "Wrong code"),
        SignInOutcome.CodeUsedBefore => (StKind.Stopped, "Code used before"),
        SignInOutcome.PasskeyRefused => (StKind.Stopped, "Passkey refused"),
        SignInOutcome.LockoutBegan => (StKind.Risk, "Locked out from here"),
        _ => (StKind.Info, "Other"),
    };

    /// <summary>How it was tried.</summary>
    public static string Of(SignInMethod method) => method switch
    {
        SignInMethod.Password => "password",
        SignInMethod.PasswordAndCode => "password and code",
        SignInMethod.PasswordAndRecoveryCode => "password and recovery code",
        SignInMethod.Passkey => "passkey",
        _ => "–",
    };

    /// <summary>"Chrome on Linux, 203.0.113.7".</summary>
    public static string Of(Client? client) => client is null ? "unknown"
        : string.Join(", ", new[] { client.Device, client.Address }.Where(part => part.Length > 0)) is { Length: > 0 } words ? words : "unknown";

    /// <summary>A password alone may be guessed or phished.</summary>
    public static (StKind Kind, string Text) Guard(bool hasAuthenticator, int passkeys) => (hasAuthenticator, passkeys) switch
    {
        (false, 0) => (StKind.Risk, "Password only"),
        (true, 0) => (StKind.Done, "Authenticator app"),
        (false, _) => (StKind.Done, Frame.Words.Count(passkeys, "passkey")),
        _ => (StKind.Done, $"Authenticator app, {Frame.Words.Count(passkeys, "passkey")}"),
    };
}
