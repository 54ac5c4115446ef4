using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.ChainWatcher.Data.Migrations
{
    /// <inheritdoc />
    public partial class UnreadableMarkets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "lists_problem",
                schema: "chainwatcher",
                table: "chains",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "market_problem",
                schema: "chainwatcher",
                table: "chains",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "at_time",
                schema: "chainwatcher",
                table: "backfills",
                type: "timestamp with time zone",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "lists_problem",
                schema: "chainwatcher",
                table: "chains");

            migrationBuilder.DropColumn(
                name: "market_problem",
                schema: "chainwatcher",
                table: "chains");

            migrationBuilder.DropColumn(
                name: "at_time",
                schema: "chainwatcher",
                table: "backfills");
        }
    }
}
