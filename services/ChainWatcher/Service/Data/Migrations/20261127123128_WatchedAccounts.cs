using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.ChainWatcher.Data.Migrations
{
    /// <inheritdoc />
    public partial class WatchedAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_facts_chain_id_block_number_event_index",
                schema: "chainwatcher",
                table: "facts");

            migrationBuilder.AlterTable(
                name: "facts",
                schema: "chainwatcher",
                comment: "What finalised blocks mean to the desk. A row never changes; its id is made of chain, block hash and event index, or the account that the storage tells of.",
                oldComment: "What finalised blocks mean to the desk. A row never changes; its id is made of chain, block hash and event index.");

            migrationBuilder.CreateTable(
                name: "watch_list",
                schema: "chainwatcher",
                columns: table => new
                {
                    id = table.Column<short>(type: "smallint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    accounts = table.Column<int>(type: "integer", nullable: false),
                    balances = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_watch_list", x => x.id);
                    table.CheckConstraint("watch_list_one_row", "id = 1");
                },
                comment: "One row: how long the list of watched accounts is, and how often it has changed.");

            migrationBuilder.CreateTable(
                name: "watched_accounts",
                schema: "chainwatcher",
                columns: table => new
                {
                    account = table.Column<string>(type: "text", nullable: false),
                    balance = table.Column<bool>(type: "boolean", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false),
                    watched_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_watched_accounts", x => x.account);
                    table.CheckConstraint("watched_accounts_account", "account ~ '^0x[0-9a-f]{64}$'");
                },
                comment: "Accounts that every chain's follower tells of, beside those of the settings. Nothing is taken back.");

            migrationBuilder.CreateTable(
                name: "watched_balances",
                schema: "chainwatcher",
                columns: table => new
                {
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account = table.Column<string>(type: "text", nullable: false),
                    opened_at_block = table.Column<long>(type: "bigint", nullable: false),
                    free = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_watched_balances", x => new { x.chain_id, x.account });
                    table.CheckConstraint("watched_balances_free", "free ~ '^[0-9]{1,39}$'");
                    table.ForeignKey(
                        name: "fk_watched_balances_chains_chain_id",
                        column: x => x.chain_id,
                        principalSchema: "chainwatcher",
                        principalTable: "chains",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_watched_balances_watched_accounts_account",
                        column: x => x.account,
                        principalSchema: "chainwatcher",
                        principalTable: "watched_accounts",
                        principalColumn: "account",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "What watched accounts hold at a chain's checkpoint. That there is a row says that the chain has told of the account for the first time.");

            migrationBuilder.InsertData(
                schema: "chainwatcher",
                table: "watch_list",
                columns: new[] { "id", "accounts", "balances", "version" },
                values: new object[] { (short)1, 0, 0, 0L });

            migrationBuilder.CreateIndex(
                name: "facts_one_of_an_event",
                schema: "chainwatcher",
                table: "facts",
                columns: new[] { "chain_id", "block_number", "event_index" },
                unique: true,
                filter: "event_index >= 0");

            migrationBuilder.CreateIndex(
                name: "ix_facts_chain_id_block_number_event_index",
                schema: "chainwatcher",
                table: "facts",
                columns: new[] { "chain_id", "block_number", "event_index" });

            migrationBuilder.CreateIndex(
                name: "ix_watched_accounts_watched_at_account",
                schema: "chainwatcher",
                table: "watched_accounts",
                columns: new[] { "watched_at", "account" });

            migrationBuilder.CreateIndex(
                name: "ix_watched_balances_account",
                schema: "chainwatcher",
                table: "watched_balances",
                column: "account");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "watch_list",
                schema: "chainwatcher");

            migrationBuilder.DropTable(
                name: "watched_balances",
                schema: "chainwatcher");

            migrationBuilder.DropTable(
                name: "watched_accounts",
                schema: "chainwatcher");

            migrationBuilder.DropIndex(
                name: "facts_one_of_an_event",
                schema: "chainwatcher",
                table: "facts");

            migrationBuilder.DropIndex(
                name: "ix_facts_chain_id_block_number_event_index",
                schema: "chainwatcher",
                table: "facts");

            migrationBuilder.AlterTable(
                name: "facts",
                schema: "chainwatcher",
                comment: "What finalised blocks mean to the desk. A row never changes; its id is made of chain, block hash and event index.",
                oldComment: "What finalised blocks mean to the desk. A row never changes; its id is made of chain, block hash and event index, or the account that the storage tells of.");

            migrationBuilder.CreateIndex(
                name: "ix_facts_chain_id_block_number_event_index",
                schema: "chainwatcher",
                table: "facts",
                columns: new[] { "chain_id", "block_number", "event_index" },
                unique: true);
        }
    }
}
