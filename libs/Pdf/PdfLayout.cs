using System.Text;

namespace CoretimeDesk.Pdf;

/// <summary>Puts blocks on pages: lines are broken by the fonts' widths, tables repeat their head on the next page. All lengths are in thousandths of a point.</summary>
public sealed class PdfLayout
{
    private const long Margin = 56_000;
    private const long Foot = 76_000;
    private const long Width = PdfFile.WidthMilli - (2 * Margin);
    private const long NameWidth = 160_000;
    private const long Gap = 10_000;
    private const int TextSize = 10;
    private const int SmallSize = 8;

    private readonly List<StringBuilder> _pages = [new()];
    private long _y = PdfFile.HeightMilli - Margin;

    /// <summary>False when some characters had to be written as their numbers.</summary>
    public bool IsWhole { get; private set; } = true;

    private StringBuilder Page => _pages[^1];

    /// <summary>Adds a block below what is there.</summary>
    public void Add(Block block)
    {
        switch (block)
        {
            case Block.Title t:
                Text(PdfFont.Bold, 18, t.Text);
                Text(PdfFont.Regular, 12, t.Below);
                Skip(6_000);
                break;
            case Block.Warning w:
                Text(PdfFont.Bold, TextSize, w.Text);
                Skip(4_000);
                break;
            case Block.Heading h:
                Need(60_000);
                Skip(10_000);
                Text(PdfFont.Bold, 13, h.Text);
                Skip(2_000);
                break;
            case Block.Paragraph p:
                Text(PdfFont.Regular, TextSize, p.Text);
                Skip(4_000);
                break;
            case Block.Facts f:
                Facts(f.Items);
                Skip(6_000);
                break;
            case Block.Table t:
                Table(t);
                Skip(6_000);
                break;
        }
    }

    /// <summary>The pages, each with these lines at its foot.</summary>
    public IReadOnlyList<string> Finish(string left, string below)
    {
        for (var i = 0; i < _pages.Count; i++)
        {
            Put(_pages[i], PdfFont.Regular, SmallSize, Margin, 44_000, Encode($"{left}, page {i + 1} of {_pages.Count}"));
            Put(_pages[i], PdfFont.Code, 7, Margin, 32_000, Encode(below));
        }

        return [.. _pages.Select(p => p.ToString())];
    }

    private void Facts(IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts)
        {
            var names = Lines(PdfFont.Regular, TextSize, Encode(fact.Name), NameWidth);
            var (font, size) = fact.IsCode ? (PdfFont.Code, SmallSize) : (fact.IsKey ? PdfFont.Bold : PdfFont.Regular, TextSize);
            Row([(PdfFont.Regular, TextSize, names, Margin, 0), (font, size, Lines(font, size, Encode(fact.Value), Width - NameWidth - Gap), Margin + NameWidth + Gap, 0)]);
        }
    }

    private void Table(Block.Table table)
    {
        var widths = Widths(table);
        Need(50_000);
        TableRow(PdfFont.Bold, table.Columns, table.Numeric, widths);
        foreach (var row in table.Rows)
        {
            if (TableRow(PdfFont.Regular, row, table.Numeric, widths, dryRun: true) > _y - Foot)
            {
                NextPage();
                TableRow(PdfFont.Bold, table.Columns, table.Numeric, widths);
            }

            TableRow(PdfFont.Regular, row, table.Numeric, widths);
        }
    }

    private long TableRow(PdfFont font, IReadOnlyList<string> cells, IReadOnlyList<bool> numeric, long[] widths, bool dryRun = false)
    {
        var (x, row) = (Margin, new List<(PdfFont, int, List<byte[]>, long, long)>());
        for (var i = 0; i < cells.Count; i++)
        {
            row.Add((font, TextSize - 1, Lines(font, TextSize - 1, Encode(cells[i]), widths[i]), x, numeric[i] ? widths[i] : 0));
            x += widths[i] + Gap;
        }

        return dryRun ? row.Max(c => c.Item3.Count) * LineHeight(TextSize - 1) : Row(row);
    }

    // Columns get what their longest cell needs; where that is too much, all shrink alike.
    private static long[] Widths(Block.Table table)
    {
        var needs = new long[table.Columns.Count];
        for (var i = 0; i < needs.Length; i++)
        {
            needs[i] = PdfFont.Bold.WidthOf(PdfFont.Encode(table.Columns[i], out _)) * (TextSize - 1);
            foreach (var row in table.Rows)
            {
                needs[i] = Math.Max(needs[i], PdfFont.Regular.WidthOf(PdfFont.Encode(row[i], out _)) * (TextSize - 1));
            }
        }

        var (room, sum) = (Width - (Gap * (needs.Length - 1)), Math.Max(1, needs.Sum()));
        return sum <= room ? needs : [.. needs.Select(n => n * room / sum)];
    }

    /// <summary>Cells side by side, their first lines level.</summary>
    private long Row(IReadOnlyList<(PdfFont Font, int Size, List<byte[]> Lines, long X, long RightWithin)> cells)
    {
        var height = cells.Max(c => c.Lines.Count * LineHeight(c.Size));
        var count = cells.Max(c => c.Lines.Count);
        Need(Math.Min(height, 200_000));
        for (var line = 0; line < count; line++)
        {
            var step = cells.Max(c => LineHeight(c.Size));
            Need(step);
            _y -= step;
            foreach (var (font, size, lines, x, within) in cells)
            {
                if (line < lines.Count)
                {
                    var indent = within == 0 ? 0 : Math.Max(0, within - (font.WidthOf(lines[line]) * size));
                    Put(Page, font, size, x + indent, _y, lines[line]);
                }
            }
        }

        return height;
    }

    private void Text(PdfFont font, int size, string text)
    {
        foreach (var line in Lines(font, size, Encode(text), Width))
        {
            Need(LineHeight(size));
            _y -= LineHeight(size);
            Put(Page, font, size, Margin, _y, line);
        }
    }

    /// <summary>Breaks text at blanks, and words that are too long anywhere.</summary>
    private static List<byte[]> Lines(PdfFont font, int size, byte[] text, long width)
    {
        var lines = new List<byte[]>();
        var start = 0;
        while (start < text.Length)
        {
            var (end, blank, used) = (start, -1, 0L);
            while (end < text.Length && (end == start || used + (font.WidthOf(text.AsSpan(end, 1)) * size) <= width))
            {
                used += font.WidthOf(text.AsSpan(end, 1)) * size;
                blank = text[end] == ' ' ? end : blank;
                end++;
            }

            if (end == text.Length || blank <= start)
            {
                lines.Add(text[start..end]);
                start = end;
            }
            else
            {
                lines.Add(text[start..blank]);
                start = blank + 1;
            }
        }

        return lines.Count == 0 ? [[]] : lines;
    }

    private byte[] Encode(string text)
    {
        var encoded = PdfFont.Encode(text, out var isWhole);
        IsWhole &= isWhole;
        return encoded;
    }

    private void Need(long height)
    {
        if (_y - height < Foot)
        {
            NextPage();
        }
    }

    private void NextPage()
    {
        _pages.Add(new());
        _y = PdfFile.HeightMilli - Margin;
    }

    private void Skip(long height) => _y -= height;

    private static long LineHeight(int size) => size * 1_350L;

    private static void Put(StringBuilder page, PdfFont font, int size, long x, long y, ReadOnlySpan<byte> text) => page
        .Append("BT /").Append(font.Resource).Append(' ').Append(size).Append(" Tf ").Append(PdfFile.Points(x)).Append(' ').Append(PdfFile.Points(y)).Append(" Td ")
        .Append(PdfFile.Literal(text)).Append(" Tj ET\n");
}
