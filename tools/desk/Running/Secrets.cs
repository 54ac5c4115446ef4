using System.Security.Cryptography;
using System.Text.Json;
using CoretimeDesk.Desk.Demo;
using CoretimeDesk.LocalPostgres;

namespace CoretimeDesk.Desk.Running;

/// <summary>The passwords and tokens of a local desk: random, made once, readable by their owner only (mode 0600), never logged.</summary>
public sealed class Secrets
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private const string Letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public string PostgresAdmin { get; init; } = Random();

    public Dictionary<string, string> Roles { get; init; } = new(StringComparer.Ordinal);

    /// <summary>An app shows it to its sidecar.</summary>
    public string DaprApiToken { get; init; } = Random();

    /// <summary>A sidecar shows it to its app.</summary>
    public string AppApiToken { get; init; } = Random();

    /// <summary>The first administrator, whom the Identity service makes when it knows nobody. Null: none was asked for.</summary>
    public Administrator? Administrator { get; set; }

    /// <summary>Demo people and their passwords. Null: no demo data was made.</summary>
    public DemoNotes? Demo { get; set; }

    /// <summary>The password of a role, made at first use.</summary>
    public string OfRole(string role)
    {
        if (!Roles.TryGetValue(role, out var password))
        {
            Roles[role] = password = Random();
        }

        return password;
    }

    /// <exception cref="DeskException">The file is damaged.</exception>
    public static Secrets LoadOrMake(string file)
    {
        if (!File.Exists(file))
        {
            return new();
        }

        try
        {
            return JsonSerializer.Deserialize<Secrets>(File.ReadAllText(file), Json) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new DeskException($"{file} cannot be read ({e.Message}). Restore it, or run './desk reset' to start over with new passwords and no data.", e);
        }
    }

    public Task SaveAsync(string file) => PrivateFile.WriteAsync(file, JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>24 characters, about 139 bits.</summary>
    public static string Random() => RandomNumberGenerator.GetString(Letters, 24);
}

/// <summary>Credentials of the first administrator.</summary>
public sealed record Administrator(string Email, string Password)
{
    // The suffix satisfies any usual rule about kinds of characters; the strength is in the random part.
    public static Administrator Make(string email) => new(email, Secrets.Random() + "-aA9");
}
