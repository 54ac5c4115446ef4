namespace CoretimeDesk.Identity.Passkeys;

/// <summary>Where passkeys are good. Configuration section <c>Identity:Passkeys</c>.</summary>
public sealed class PasskeySettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Identity:Passkeys";

    /// <summary>The relying-party id of WebAuthn: the domain of the pages, or a parent of it. Never changed later: every passkey is bound to it. Empty: no passkeys.</summary>
    public string Domain { get; set; } = "";

    /// <summary>Origins of pages that may ask for a passkey, such as <c>https://desk.example.org</c>: each on the domain, or below it.</summary>
    public string[] Origins { get; set; } = [];

    /// <summary>Whether there are passkeys at all.</summary>
    public bool IsOn => Domain.Length > 0;

    /// <summary>Null when it can be used.</summary>
    public string? WhyNot()
    {
        if (!IsOn)
        {
            return Origins.Length == 0 ? null : "Identity:Passkeys:Origins is set without Identity:Passkeys:Domain.";
        }

        if (Origins.Length == 0)
        {
            return "Identity:Passkeys:Domain is set without Identity:Passkeys:Origins.";
        }

        return Origins.FirstOrDefault(o => !IsOriginOf(o, Domain)) is { } wrong
            ? $"Identity:Passkeys:Origins has \"{wrong}\": give an origin such as https://{Domain}, with TLS but on localhost, on the domain \"{Domain}\"."
            : null;
    }

    private static bool IsOriginOf(string origin, string domain) => Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.GetLeftPart(UriPartial.Authority) == origin
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.Host == "localhost"))
        && (uri.Host == domain || uri.Host.EndsWith($".{domain}", StringComparison.Ordinal));
}
