using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.V1;
using Grpc.Core;
using Npgsql;

namespace CoretimeDesk.Identity.Tests;

/// <summary>Everything that is secret passes through the service once; afterwards it must be nowhere.</summary>
public sealed class KeepingSecrets(IdentityWorld world) : IClassFixture<IdentityWorld>
{
    [Fact]
    public async Task No_secret_is_in_the_database_in_a_log_or_on_the_bus()
    {
        var secrets = new Dictionary<string, string> { ["bootstrap password"] = IdentityWorld.AdminPassword };
        var create = new CreatePersonRequest { RequestId = IdentityWorld.Id(), Email = "secret@desk.example", DisplayName = "Keeper", Roles = { V1.Role.Rep } };
        var created = await world.Client.CreatePersonAsync(create, world.Admin.Headers);
        secrets["one-time password"] = created.OneTimePassword;
        var user = new User(world, "secret@desk.example", created.OneTimePassword);
        await user.SignInAsync();
        Note("first", user.Tokens);
        secrets["chosen password"] = "chosen by Keeper 77";
        await user.ChangePasswordAsync("chosen by Keeper 77");
        Note("second", user.Tokens);
        secrets["wrong password"] = "wrong of Keeper 88";
        await FailAsync(world.Client.SignInAsync(new() { Email = user.Email, Password = "wrong of Keeper 88" }));
        secrets["wrong current password"] = "wrong of Keeper 99";
        await FailAsync(world.Client.ChangePasswordAsync(new() { RequestId = IdentityWorld.Id(), CurrentPassword = "wrong of Keeper 99", NewPassword = "never taken 66 by" }, user.Headers));
        secrets["password not taken"] = "never taken 66 by";
        var key = await world.Client.CreateApiKeyAsync(new() { RequestId = IdentityWorld.Id(), Name = "script", Roles = { V1.Role.Rep } }, user.Headers);
        secrets["API key"] = key.Secret;
        secrets["key's token"] = (await world.Client.ExchangeApiKeyAsync(new() { ApiKey = key.Secret })).AccessToken;
        await FailAsync(world.Client.ExchangeApiKeyAsync(new() { ApiKey = key.Secret + "x" }));
        var stolen = user.Tokens.RefreshToken;
        await user.RefreshAsync();
        Note("third", user.Tokens);
        await FailAsync(world.Client.RefreshAsync(new() { RefreshToken = stolen }));
        await FailAsync(world.Client.WhoAmIAsync(new(), User.Bearer(user.Tokens.AccessToken + "AAAA")));
        var keeper = await world.PersonAsync(Role.Rep);
        var (app, recovery) = await Authenticator.AddAsync(world, keeper);
        (secrets["authenticator key"], secrets["recovery code"], secrets["another recovery code"]) = (app.Key, recovery[0], recovery[1].Replace("-", "", StringComparison.Ordinal));
        secrets["challenge"] = await Authenticator.ChallengeAsync(world, keeper);
        await world.Security.CompleteSignInAsync(new() { Challenge = secrets["challenge"], RecoveryCode = recovery[0] });
        await FailAsync(world.Security.CompleteSignInAsync(new() { Challenge = secrets["challenge"], RecoveryCode = recovery[0] }));
        secrets["reset password"] = (await world.Client.ResetPasswordAsync(new() { RequestId = IdentityWorld.Id(), PersonId = user.PersonId }, world.Admin.Headers)).OneTimePassword;

        // Deliveries must be over before the bus is searched.
        await IdentityWorld.UntilAsync(
            async () => await world.ScalarAsync<long>("select count(*) from identity.journal where sequence is not null and published_at is null") == 0, TimeSpan.FromSeconds(10), "the outbox is empty");
        var dump = await DumpAsync();
        Assert.Contains("secret@desk.example", dump, StringComparison.Ordinal);
        Assert.Contains(Hex(SHA256.HashData(Encoding.UTF8.GetBytes(key.Secret))), dump, StringComparison.Ordinal);
        var bus = string.Join('\n', world.Bus.Published.Select(e => Encoding.UTF8.GetString(e.ToJson())));
        Assert.Contains("ApiKeyCreated", bus, StringComparison.Ordinal);
        Assert.Contains("a refresh token of it was used twice", world.Logs.Text, StringComparison.Ordinal);

        foreach (var (name, secret) in secrets)
        {
            foreach (var (form, text) in Forms(name, secret))
            {
                Assert.False(dump.Contains(text, StringComparison.OrdinalIgnoreCase), $"The {name} is in the database, as {form}.");
                Assert.False(bus.Contains(text, StringComparison.OrdinalIgnoreCase), $"The {name} is on the bus, as {form}.");
                Assert.False(world.Logs.Text.Contains(text, StringComparison.OrdinalIgnoreCase), $"The {name} is in a log, as {form}.");
            }
        }

        void Note(string which, Tokens tokens) => (secrets[$"{which} access token"], secrets[$"{which} refresh token"]) = (tokens.AccessToken, tokens.RefreshToken);
    }

    [Fact]
    public async Task A_request_with_another_password_is_the_same_request()
    {
        // Its digest is stored: if that covered the password, its reader could guess at full speed.
        var rita = await world.PersonAsync(Role.Rep);
        var request = new ChangePasswordRequest { RequestId = IdentityWorld.Id(), CurrentPassword = rita.Password, NewPassword = "another good one" };
        await world.Client.ChangePasswordAsync(request, rita.Headers);
        await rita.RefreshAsync();
        request.NewPassword = "yet another good one";

        await world.Client.ChangePasswordAsync(request, rita.Headers);

        await new User(world, rita.Email, "another good one").SignInAsync();
    }

    /// <summary>The shapes in which a secret could lie around: as it is, in hex as of a bytea column, in base64, and of passwords a bare hash.</summary>
    private static IEnumerable<(string Form, string Text)> Forms(string name, string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return ("text", secret);
        yield return ("bytes", Hex(bytes));
        yield return ("base64", Convert.ToBase64String(bytes).TrimEnd('='));
        if (name.Contains("password", StringComparison.Ordinal))
        {
            yield return ("SHA-256", Hex(SHA256.HashData(bytes)));
            yield return ("SHA-512", Hex(SHA512.HashData(bytes)));
        }
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static async Task FailAsync<T>(AsyncUnaryCall<T> call) => await Assert.ThrowsAsync<RpcException>(async () => await call);

    /// <summary>Every value of every column of every table, binary ones in hex.</summary>
    private async Task<string> DumpAsync()
    {
        await using var admin = NpgsqlDataSource.Create(world.Provisioned.Admin);
        var tables = new List<string>();
        await using (var command = admin.CreateCommand("select format('%I.%I', table_schema, table_name) from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'"))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        Assert.Contains("identity.requests", tables);
        Assert.Contains("identity.refresh_tokens", tables);
        var dump = new StringBuilder();
        foreach (var table in tables)
        {
            // A row as text shows bytea as \x…, arrays and jsonb in full.
            await using var command = admin.CreateCommand($"select t::text from {table} t");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                dump.Append(table).Append(' ').AppendLine(reader.GetString(0));
            }
        }

        return dump.ToString();
    }
}
