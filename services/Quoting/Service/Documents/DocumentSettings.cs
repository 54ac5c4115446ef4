using Microsoft.Extensions.Configuration;

namespace CoretimeDesk.Quoting.Documents;

/// <summary>Where customers find the desk.</summary>
/// <param name="BaseAddress">What links begin with; no slash at the end.</param>
public sealed record DocumentSettings(string BaseAddress)
{
    private const string Setting = "Links:BaseAddress";
    private const string OnThisMachine = "http://localhost:8080";

    /// <summary>Reads <c>Links:BaseAddress</c>, the origin of the web part as customers reach it.</summary>
    /// <exception cref="InvalidOperationException">It is no address.</exception>
    public static DocumentSettings Of(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var text = configuration[Setting] is { Length: > 0 } given ? given : OnThisMachine;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Query.Length == 0 && address.UserInfo.Length == 0
            ? new(text.TrimEnd('/'))
            : throw new InvalidOperationException($"The setting Links__BaseAddress is \"{text}\": give the address that customers reach the desk's pages at, such as https://desk.example.");
    }

    /// <summary>A link.</summary>
    public string LinkOf(string token) => $"{BaseAddress}/q/{token}";
}
