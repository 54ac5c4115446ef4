using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Hosting.Tests;

/// <summary>Keeps every line that is logged, scopes and exceptions included.</summary>
public sealed class CapturedLogs : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();
    private IExternalScopeProvider? _scopes;

    public string Text => string.Join('\n', _lines.Select(l => l.Text));

    public IReadOnlyList<string> At(LogLevel level) => [.. _lines.Where(l => l.Level == level).Select(l => l.Text)];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Logger(CapturedLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logs._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<string>();
            logs._scopes?.ForEachScope(
                (scope, list) => list.Add(scope is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(',', pairs) : $"{scope}"), scopes);
            var values = state is IEnumerable<KeyValuePair<string, object?>> named ? string.Join(',', named) : "";
            logs._lines.Enqueue((logLevel, $"{logLevel} {category} {formatter(state, exception)} {values} {string.Join(';', scopes)} {exception}"));
        }
    }
}
