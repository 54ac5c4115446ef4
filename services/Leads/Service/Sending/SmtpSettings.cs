using System.Globalization;
using Microsoft.Extensions.Configuration;
using MimeKit;

namespace CoretimeDesk.Leads.Sending;

/// <summary>Where mail goes. Never logged as a whole: it knows where the password is.</summary>
public sealed class SmtpSettings
{
    private const int PortUsual = 587;

    /// <summary>The server.</summary>
    public required string Host { get; init; }
    /// <summary>Its port.</summary>
    public required int Port { get; init; }
    /// <summary>Who signs in; empty for nobody.</summary>
    public required string User { get; init; }
    /// <summary>The file that holds the password.</summary>
    public required string PasswordFile { get; init; }
    /// <summary>Who it is from, and where answers go.</summary>
    public required MailboxAddress From { get; init; }
    /// <summary>Whether the connection must be encrypted.</summary>
    public required bool StartTls { get; init; }

    /// <summary><c>Sending:Smtp</c>; null when no host is named, or with <c>Sending:Demo</c>.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it and the fix.</exception>
    public static SmtpSettings? Read(IConfiguration settings)
    {
        var smtp = settings.GetSection("Sending:Smtp");
        if (string.Equals(settings["Sending:Demo"], "true", StringComparison.OrdinalIgnoreCase) || smtp["Host"] is not { Length: > 0 } host)
        {
            return null;
        }

        var port = smtp["Port"] is not { Length: > 0 } text ? PortUsual
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535 ? number
            : throw new InvalidOperationException("Sending:Smtp:Port is no port; give a number from 1 to 65535.");
        if (!MailboxAddress.TryParse(smtp["From"] ?? "", out var from))
        {
            throw new InvalidOperationException("Sending:Smtp:From is no e-mail address; give one whose answers people read.");
        }

        var (user, file) = (smtp["User"] ?? "", smtp["PasswordFile"] ?? "");
        return (user.Length == 0) == (file.Length == 0)
            ? new() { Host = host, Port = port, User = user, PasswordFile = file, From = from, StartTls = smtp["StartTls"] != "false" }
            : throw new InvalidOperationException("Sending:Smtp:User and Sending:Smtp:PasswordFile go together: give both, or neither.");
    }
}
