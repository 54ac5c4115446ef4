using System.Buffers;
using System.Text.RegularExpressions;

namespace CoretimeDesk.Leads;

/// <summary>Reads what people type about a person. No complaint repeats what was typed: complaints are kept, and it is personal.</summary>
public static partial class ContactReading
{
    private static readonly SearchValues<char> NotInHosts = SearchValues.Create("/:?#@[] ");

    private const int LocalLengthMax = 64;
    private const int EmailLengthMax = 254;

    // ISO 3166-1 alpha-2.
    private const string Countries =
        " AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ"
        + " DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO"
        + " JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU"
        + " NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV"
        + " TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ";

    // Where everybody has a mailbox: sharing it says nothing.
    private static readonly HashSet<string> MailProviders =
    [
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "yahoo.de", "yahoo.co.uk", "icloud.com", "me.com", "mac.com", "aol.com",
        "proton.me", "protonmail.com", "pm.me", "tutanota.com", "tuta.io", "gmx.de", "gmx.net", "gmx.ch", "web.de", "mail.ru", "yandex.ru", "yandex.com", "qq.com", "163.com", "126.com",
        "zoho.com", "fastmail.com", "hey.com", "mail.com", "posteo.de", "mailbox.org", "riseup.net", "naver.com",
    ];

    /// <summary>An e-mail address, lower case, its domain in ASCII.</summary>
    public static string? TryReadEmail(string text, out string email)
    {
        email = text.Trim();
        var at = email.LastIndexOf('@');
        if (at <= 0 || email.Length > EmailLengthMax)
        {
            return $"is no e-mail address: write \"ada@aleph.example\", at most {EmailLengthMax} characters.";
        }

        var local = email[..at].ToLowerInvariant();
        if (local.Length > LocalLengthMax || !Local().IsMatch(local))
        {
            return "is no e-mail address that mail systems agree on: before the @ come 1 to 64 of a-z, 0-9, dots between them, and !#$%&'*+/=?^_`{|}~-.";
        }

        var host = email[(at + 1)..];
        if (host.AsSpan().ContainsAny(NotInHosts))
        {
            return "is no e-mail address: after the @ comes a domain and nothing else.";
        }

        if (DomainNames.TryReadHost(host, out var domain) is { } problem)
        {
            return $"is no e-mail address: the part after the @ {problem}";
        }

        email = $"{local}@{domain}";
        return null;
    }

    /// <summary>A handle as "service:name", lower case.</summary>
    public static string? TryReadHandle(string text, out string handle)
    {
        handle = text.Trim();
        var colon = handle.IndexOf(':', StringComparison.Ordinal);
        var service = colon > 0 ? handle[..colon].ToLowerInvariant() : "";
        var name = handle[(colon + 1)..].Trim().ToLowerInvariant();
        name = service == "matrix" ? name : name.TrimStart('@');
        var (rule, example) = service switch
        {
            "telegram" => (Telegram(), "telegram:aleph_dev"),
            "x" => (Twitter(), "x:aleph"),
            "discord" => (Discord(), "discord:ada.l"),
            "github" => (GitHub(), "github:ada"),
            "linkedin" => (LinkedIn(), "linkedin:ada-lovelace"),
            "matrix" => (Matrix(), "matrix:@ada:aleph.example"),
            "phone" => (Phone(), "phone:+41441234567"),
            "signal" => (Signal(), "signal:+41441234567, or signal:ada.01"),
            _ => (null, ""),
        };
        if (rule is null)
        {
            return "names no service: write \"telegram:name\", or x, discord, github, linkedin, matrix, signal or phone before the colon.";
        }

        handle = $"{service}:{(service is "phone" or "signal" ? name.Replace(" ", "", StringComparison.Ordinal) : name)}";
        return rule.IsMatch(handle[(service.Length + 1)..]) ? null : $"is no name that {service} gives: write it like {example}.";
    }

    /// <summary>A language tag: "de", "pt-BR", "zh-Hant-TW"; may be empty.</summary>
    public static string? TryReadLanguage(string text, out string language)
    {
        language = text.Trim();
        return language.Length == 0 || Language().IsMatch(language) ? null : "is no language tag: write \"de\" or \"pt-BR\".";
    }

    /// <summary>An IANA time zone that this machine knows: "Europe/Zurich"; may be empty.</summary>
    public static string? TryReadTimeZone(string text, out string zone)
    {
        zone = text.Trim();
        return zone.Length == 0 || (Zone().IsMatch(zone) && !zone.StartsWith("posix/", StringComparison.Ordinal) && !zone.StartsWith("right/", StringComparison.Ordinal)
                && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId && found.Id == zone)
            ? null
            : "is no time zone of the IANA database: write \"Europe/Zurich\", with capitals as there.";
    }

    /// <summary>A country of ISO 3166-1; may be empty.</summary>
    public static string? TryReadCountry(string text, out string country)
    {
        country = text.Trim().ToUpperInvariant();
        return country.Length == 0 || (country.Length == 2 && Countries.Contains($" {country} ", StringComparison.Ordinal)) ? null : "is no country code of ISO 3166-1: write \"CH\".";
    }

    /// <summary>The domain behind the @, or null for mailboxes that anybody can have.</summary>
    public static string? OwnDomain(string email)
    {
        var domain = email[(email.LastIndexOf('@') + 1)..];
        return MailProviders.Contains(domain) ? null : domain;
    }

    [GeneratedRegex(@"^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*\z")]
    private static partial Regex Local();

    [GeneratedRegex(@"^[a-z][a-z0-9_]{3,31}\z")]
    private static partial Regex Telegram();

    [GeneratedRegex(@"^[a-z0-9_]{1,15}\z")]
    private static partial Regex Twitter();

    [GeneratedRegex(@"^[a-z0-9._]{2,32}\z")]
    private static partial Regex Discord();

    [GeneratedRegex(@"^[a-z0-9](-?[a-z0-9]){0,38}\z")]
    private static partial Regex GitHub();

    [GeneratedRegex(@"^[\p{L}\p{N}-]{3,100}\z")]
    private static partial Regex LinkedIn();

    [GeneratedRegex(@"^@[a-z0-9._=/+-]{1,200}:[a-z0-9.-]+(:[0-9]{1,5})?\z")]
    private static partial Regex Matrix();

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z")]
    private static partial Regex Phone();

    [GeneratedRegex(@"^(\+[1-9][0-9]{6,14}|[a-z_][a-z0-9_]{2,31}\.[0-9]{2,9})\z")]
    private static partial Regex Signal();

    [GeneratedRegex(@"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\z")]
    private static partial Regex Language();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}\z")]
    private static partial Regex Zone();
}
