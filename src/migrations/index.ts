import type { Migration } from '../base/db/migrate.ts'
import settings from './0001_settings.sql' with { type: 'text' }
import audit from './0002_audit.sql' with { type: 'text' }
import accounts from './0003_accounts.sql' with { type: 'text' }
import sanctions from './0004_sanctions.sql' with { type: 'text' }
import rooms from './0005_rooms.sql' with { type: 'text' }
import broadcasts from './0006_broadcasts.sql' with { type: 'text' }
import pages from './0007_pages.sql' with { type: 'text' }
import ledger from './0008_ledger.sql' with { type: 'text' }
import lists from './0009_lists.sql' with { type: 'text' }
import chat from './0010_chat.sql' with { type: 'text' }
import roomTools from './0011_room_tools.sql' with { type: 'text' }
import play from './0012_play.sql' with { type: 'text' }
import cases from './0013_cases.sql' with { type: 'text' }
import wallet from './0014_wallet.sql' with { type: 'text' }
import tips from './0015_tips.sql' with { type: 'text' }
import following from './0016_following.sql' with { type: 'text' }
import words from './0017_words.sql' with { type: 'text' }
import returns from './0018_returns.sql' with { type: 'text' }
import finance from './0019_finance.sql' with { type: 'text' }

/** Append only: applied files are frozen by test/house/migrations.test.ts. */
export const migrations: Migration[] = [
  { number: 1, name: '0001_settings', sql: settings },
  { number: 2, name: '0002_audit', sql: audit },
  { number: 3, name: '0003_accounts', sql: accounts },
  { number: 4, name: '0004_sanctions', sql: sanctions },
  { number: 5, name: '0005_rooms', sql: rooms },
  { number: 6, name: '0006_broadcasts', sql: broadcasts },
  { number: 7, name: '0007_pages', sql: pages },
  { number: 8, name: '0008_ledger', sql: ledger },
  { number: 9, name: '0009_lists', sql: lists },
  { number: 10, name: '0010_chat', sql: chat },
  { number: 11, name: '0011_room_tools', sql: roomTools },
  { number: 12, name: '0012_play', sql: play },
  { number: 13, name: '0013_cases', sql: cases },
  { number: 14, name: '0014_wallet', sql: wallet },
  { number: 15, name: '0015_tips', sql: tips },
  { number: 16, name: '0016_following', sql: following },
  { number: 17, name: '0017_words', sql: words },
  { number: 18, name: '0018_returns', sql: returns },
  { number: 19, name: '0019_finance', sql: finance },
]
