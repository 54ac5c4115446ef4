using System.Text.Json;
using CoretimeDesk.LocalPostgres;

namespace CoretimeDesk.Desk.Client;

/// <summary>The session of whoever signed in from this folder: <c>.desk/session.json</c>, mode 0600.</summary>
internal sealed record SessionFile(string Address, string Email, string AccessToken, DateTimeOffset AccessExpiresAt, string RefreshToken, DateTimeOffset RefreshExpiresAt)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string PathIn(Workspace workspace) => Path.Combine(workspace.State, "session.json");

    /// <summary>Null when nobody signed in, or the file cannot be read.</summary>
    public static SessionFile? Load(Workspace workspace)
    {
        try
        {
            return File.Exists(PathIn(workspace)) ? JsonSerializer.Deserialize<SessionFile>(File.ReadAllText(PathIn(workspace)), Json) : null;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return null;
        }
    }

    public Task SaveAsync(Workspace workspace)
    {
        Directory.CreateDirectory(workspace.State);
        return PrivateFile.WriteAsync(PathIn(workspace), JsonSerializer.Serialize(this, Json) + "\n");
    }
}
