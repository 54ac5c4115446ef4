// The smallest service that keeps the contract of a service process: what the tests of ./desk start, kill and look at.
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Npgsql;

var connectionString = Environment.GetEnvironmentVariable("ConnectionStrings__Database");
if (args.Contains("--migrate"))
{
    await using var database = new NpgsqlConnection(connectionString);
    await database.OpenAsync();
    await using var create = new NpgsqlCommand("create table if not exists start (at timestamptz default now())", database);
    await create.ExecuteNonQueryAsync();
    Console.WriteLine("migrated");
    return 0;
}

if (Environment.GetEnvironmentVariable("FIXTURE_FAILS") is { Length: > 0 } why)
{
    Console.Error.WriteLine($"cannot start: {why}");
    return 3;
}

var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
builder.Services.AddSingleton(NpgsqlDataSource.Create(connectionString!));
var app = builder.Build();
app.MapGet("/healthz", () => "alive");
app.MapGet("/env/{name}", (string name) => Environment.GetEnvironmentVariable(name) ?? "");
app.MapGet("/readyz", async (NpgsqlDataSource database) =>
{
    var name = Environment.GetEnvironmentVariable("APP_ID");
    try
    {
        await using var count = database.CreateCommand("select count(*) from start");
        var rows = (long)(await count.ExecuteScalarAsync())!;
        return Results.Json(new { service = name, version = "9.8.7", status = "ready", checks = new[] { new { name = "database", status = "ok", detail = "" } }, outbox = new { pending = 42 + rows, oldestSeconds = 1.5 } });
    }
    catch (NpgsqlException e)
    {
        return Results.Json(new { service = name, version = "9.8.7", status = "unready", checks = new[] { new { name = "database", status = "failed", detail = e.Message } }, outbox = new { pending = 0, oldestSeconds = 0.0 } }, statusCode: 503);
    }
});
Console.WriteLine("fixture is listening");
await app.RunAsync();
return 0;
