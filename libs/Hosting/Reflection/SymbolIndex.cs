using Google.Protobuf.Reflection;

namespace CoretimeDesk.Hosting;

/// <summary>All files behind the served services, by name, by symbol and by extension. Immutable once built.</summary>
internal sealed class SymbolIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, FileDescriptor>> _extensions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _messages = new(StringComparer.Ordinal);

    public SymbolIndex(IEnumerable<ServiceDescriptor> services)
    {
        foreach (var service in services)
        {
            Add(service.File);
        }
    }

    public FileDescriptor? FileByName(string name) => _files.GetValueOrDefault(name);

    public FileDescriptor? FileBySymbol(string symbol) => _symbols.GetValueOrDefault(symbol.TrimStart('.'));

    public FileDescriptor? FileByExtension(string extended, int number) =>
        _extensions.TryGetValue(extended.TrimStart('.'), out var numbers) ? numbers.GetValueOrDefault(number) : null;

    /// <summary>Ascending; empty for a known message without extensions, null for an unknown one.</summary>
    public IReadOnlyCollection<int>? ExtensionsOf(string message)
    {
        var name = message.TrimStart('.');
        return _extensions.TryGetValue(name, out var numbers) ? numbers.Keys : _messages.Contains(name) ? [] : null;
    }

    /// <summary>The file, then everything that it imports, each once.</summary>
    public static IReadOnlyList<FileDescriptor> WithImports(FileDescriptor file)
    {
        var found = new List<FileDescriptor> { file };
        var seen = new HashSet<string>(StringComparer.Ordinal) { file.Name };
        for (var i = 0; i < found.Count; i++)
        {
            foreach (var import in found[i].Dependencies.Concat(found[i].PublicDependencies))
            {
                if (seen.Add(import.Name))
                {
                    found.Add(import);
                }
            }
        }

        return found;
    }

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (var service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (var method in service.Methods)
            {
                _symbols[method.FullName] = file;
            }
        }

        foreach (var message in file.MessageTypes)
        {
            Add(message, file);
        }

        foreach (var type in file.EnumTypes)
        {
            Add(type, file);
        }

        Add(file.Extensions, file);
        foreach (var import in file.Dependencies)
        {
            Add(import);
        }
    }

    private void Add(MessageDescriptor message, FileDescriptor file)
    {
        _symbols[message.FullName] = file;
        _messages.Add(message.FullName);
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            _symbols[field.FullName] = file;
        }

        foreach (var choice in message.Oneofs)
        {
            _symbols[choice.FullName] = file;
        }

        foreach (var nested in message.NestedTypes)
        {
            Add(nested, file);
        }

        foreach (var type in message.EnumTypes)
        {
            Add(type, file);
        }

        Add(message.Extensions, file);
    }

    private void Add(EnumDescriptor type, FileDescriptor file)
    {
        _symbols[type.FullName] = file;
        var scope = type.FullName[..^type.Name.Length];
        foreach (var value in type.Values)
        {
            // In protobuf's rules values live beside their type; C#'s descriptors put them inside it. Both are found.
            _symbols[scope + value.Name] = file;
            _symbols[value.FullName] = file;
        }
    }

    private void Add(ExtensionCollection? extensions, FileDescriptor file)
    {
        foreach (var extension in extensions?.UnorderedExtensions ?? [])
        {
            _symbols[extension.FullName] = file;
            var extended = extension.ExtendeeType.FullName;
            if (!_extensions.TryGetValue(extended, out var numbers))
            {
                _extensions[extended] = numbers = [];
            }

            numbers[extension.FieldNumber] = file;
        }
    }
}
