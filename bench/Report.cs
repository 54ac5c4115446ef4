namespace CoretimeDesk.Bench;

/// <summary>Prints a result, and puts it between its two marks in docs/performance.md when asked to.</summary>
internal static class Report
{
    public static void Put(string name, bool write, string text)
    {
        Console.WriteLine();
        Console.WriteLine(text);
        if (!write)
        {
            return;
        }

        var file = Find();
        var lines = File.ReadAllText(file);
        var (open, close) = ($"<!-- {name} -->", $"<!-- /{name} -->");
        var (from, to) = (lines.IndexOf(open, StringComparison.Ordinal), lines.IndexOf(close, StringComparison.Ordinal));
        if (from < 0 || to < from)
        {
            throw new InvalidOperationException($"{file} has no place for this table: the lines {open} and {close} are missing.");
        }

        File.WriteAllText(file, $"{lines[..(from + open.Length)]}\n{text}\n{lines[to..]}");
        Console.WriteLine($"Written to {Path.GetRelativePath(Environment.CurrentDirectory, file)}.");
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "docs", "performance.md");
            if (File.Exists(file))
            {
                return file;
            }
        }

        throw new FileNotFoundException("docs/performance.md was not found above the program's folder.");
    }
}
